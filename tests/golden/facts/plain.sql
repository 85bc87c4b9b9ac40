-- sales_aggregate
SELECT count(*), sum("t0"."revenue"), avg("t0"."pieces"::float8), count(DISTINCT ("t0"."dimensions"->>'category')), bool_or((("t0"."dimensions"->>'gift')::boolean)) FROM "tf_sales" AS "t0";
