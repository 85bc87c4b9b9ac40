-- hourly_aggregate
SELECT date_trunc('day', "t0"."at", 'UTC'), date_trunc('month', "t0"."at", 'UTC'), sum("t0"."pieces") FROM (SELECT "pieces", "at" FROM "tf_hourly" WHERE "at" >= date_trunc('day', (date_trunc('day', $1::timestamptz, 'UTC') + interval '1 day 12 hours'), 'UTC') AND "at" < date_trunc('day', now(), 'UTC') UNION ALL SELECT "pieces", "at" FROM "v_rows" WHERE "at" < date_trunc('day', (date_trunc('day', $1::timestamptz, 'UTC') + interval '1 day 12 hours'), 'UTC') OR "at" >= date_trunc('day', now(), 'UTC')) AS "t0" WHERE "t0"."at" > $2 GROUP BY date_trunc('day', "t0"."at", 'UTC'), date_trunc('month', "t0"."at", 'UTC') ORDER BY date_trunc('day', "t0"."at", 'UTC'), date_trunc('month', "t0"."at", 'UTC');
-- parameter timestamptz leaf 0
-- parameter timestamptz leaf 0
