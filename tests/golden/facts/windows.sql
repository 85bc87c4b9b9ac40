-- sales_window
SELECT ("t0"."dimensions"->>'category'), "t0"."revenue", (("t0"."date_info"->>'month')::date), rank() OVER (PARTITION BY ("t0"."dimensions"->>'category') ORDER BY "t0"."revenue" DESC), row_number() OVER (ORDER BY "t0"."occurred_at"), count(*) OVER (), ntile($1::integer) OVER (ORDER BY "t0"."occurred_at"), lag("t0"."revenue", 2, $2::numeric) OVER (ORDER BY "t0"."occurred_at"), nth_value("t0"."pieces", 3) OVER (PARTITION BY (("t0"."dimensions"->'shop'->>'floor')::integer), (("t0"."date_info"->>'week')::integer)) FROM "tf_sales" AS "t0" WHERE (("t0"."dimensions"->'shop'->>'floor')::integer) = $3 ORDER BY rank() OVER (PARTITION BY ("t0"."dimensions"->>'category') ORDER BY "t0"."revenue" DESC) DESC, ("t0"."dimensions"->>'category') LIMIT 20 OFFSET 1;
-- parameter int8 leaf 0
-- parameter numeric constant 0
-- parameter int4 constant 
