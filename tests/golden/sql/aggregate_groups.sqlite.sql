-- postAggregate
SELECT /*row*/(SELECT troupe_row("t2"."username") FROM (SELECT "t1"."username" FROM "users" AS "t1" WHERE "t1"."id" = "t0"."author_id" LIMIT 1) AS "t2") AS troupe_row_0, "t0"."published", count(*), sum("t0"."price") FROM "blog"."posts" AS "t0" GROUP BY "t0"."author_id", "t0"."published" HAVING (count(*) > CAST(?1 AS NUMERIC) AND sum("t0"."price") >= CAST(?2 AS NUMERIC)) ORDER BY sum("t0"."price") DESC NULLS FIRST, "t0"."author_id" NULLS LAST, "t0"."published" NULLS LAST LIMIT 5;
-- parameter int8 constant 
-- parameter numeric constant 9.5
