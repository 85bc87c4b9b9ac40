-- sales_aggregate
SELECT ("t0"."dimensions"->>'category'), (("t0"."date_info"->>'month')::date), date_trunc('day', "t0"."occurred_at", 'UTC'), count(*), sum("t0"."revenue"), max("t0"."rebate_granted"), stddev_samp("t0"."revenue"::float8), array_agg("t0"."pieces") FROM "tf_sales" AS "t0" WHERE ("t0"."customer_id" = ANY($1) AND ("t0"."dimensions"->>'category') <> $2 AND (("t0"."dimensions"->'shop'->>'region') = $3 OR "t0"."channel" IS NULL)) GROUP BY ("t0"."dimensions"->>'category'), (("t0"."date_info"->>'month')::date), date_trunc('day', "t0"."occurred_at", 'UTC') HAVING sum("t0"."revenue") > $4 AND count(*) >= $5 ORDER BY sum("t0"."revenue") DESC, ("t0"."dimensions"->>'category'), (("t0"."date_info"->>'month')::date), date_trunc('day', "t0"."occurred_at", 'UTC') LIMIT 10 OFFSET 1;
-- parameter int8 constant {1,2}
-- parameter text constant toys
-- parameter text constant north
-- parameter numeric constant 1000
-- parameter int8 constant 
