-- month_aggregate
SELECT date_trunc('month', "t0"."day")::date, ("t0"."dimensions"->>'category'), count(*), sum("t0"."pieces") FROM (SELECT "pieces", "dimensions", "day", "shop" FROM "tf_month" WHERE "day" >= CASE WHEN date_trunc('month', $1::date)::date = $1::date THEN $1::date ELSE date_trunc('month', (date_trunc('month', $1::date)::date + interval '1 month 12 hours'))::date END AND "day" < LEAST(date_trunc('month', $2::date)::date, date_trunc('month', (now() AT TIME ZONE 'UTC')::date)::date) UNION ALL SELECT "pieces", "dimensions", "day", "shop" FROM "stats"."v_rows_day" WHERE "day" < CASE WHEN date_trunc('month', $1::date)::date = $1::date THEN $1::date ELSE date_trunc('month', (date_trunc('month', $1::date)::date + interval '1 month 12 hours'))::date END OR "day" >= LEAST(date_trunc('month', $2::date)::date, date_trunc('month', (now() AT TIME ZONE 'UTC')::date)::date)) AS "t0" WHERE ("t0"."day" >= $3 AND ("t0"."day" < $4 AND "t0"."shop" = $5)) GROUP BY date_trunc('month', "t0"."day")::date, ("t0"."dimensions"->>'category') HAVING sum("t0"."pieces") > $6 ORDER BY date_trunc('month', "t0"."day")::date, ("t0"."dimensions"->>'category') LIMIT 5;
-- parameter date constant 2026-01-15
-- parameter date constant 2026-05-03
-- parameter date constant 2026-01-15
-- parameter date constant 2026-05-03
-- parameter text constant a
-- parameter int8 constant 
