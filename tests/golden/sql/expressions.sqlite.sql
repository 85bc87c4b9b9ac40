-- now
SELECT current_date AS value;
-- user
SELECT (upper("t0"."username")) FROM "users" AS "t0" WHERE (upper("t0"."username")) = ?1 ORDER BY (upper("t0"."username")) NULLS LAST, "t0"."id";
-- parameter text constant A
