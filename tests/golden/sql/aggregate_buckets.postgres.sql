-- userAggregate
SELECT date_trunc('month', "t0"."joined", 'UTC'), count(*), count(DISTINCT "t0"."age") FROM "users" AS "t0" GROUP BY date_trunc('month', "t0"."joined", 'UTC') ORDER BY date_trunc('month', "t0"."joined", 'UTC') DESC;
