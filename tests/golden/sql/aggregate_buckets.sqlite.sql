-- userAggregate
SELECT (strftime('%Y-%m-01', "t0"."joined") || ' 00:00:00Z'), count(*), count(DISTINCT "t0"."age") FROM "users" AS "t0" GROUP BY (strftime('%Y-%m-01', "t0"."joined") || ' 00:00:00Z') ORDER BY (strftime('%Y-%m-01', "t0"."joined") || ' 00:00:00Z') DESC NULLS FIRST;
