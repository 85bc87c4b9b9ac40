-- sales_aggregate
SELECT ("t0"."dimensions"->'shop'->>'region'), sum("t0"."pieces") FROM "tf_sales" AS "t0" WHERE ("t0"."dimensions"->'shop'->>'region') LIKE $1 GROUP BY ("t0"."dimensions"->'shop'->>'region') HAVING sum("t0"."pieces") < $2 ORDER BY ("t0"."dimensions"->'shop'->>'region') DESC;
-- parameter text leaf 0
-- parameter int8 leaf 1
