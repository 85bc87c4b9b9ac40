-- month_aggregate
SELECT count(*) FROM "tf_month" AS "t0" WHERE "t0"."day" >= $1;
-- parameter date constant 2026-01-15
