-- postAggregate
SELECT /*row*/(SELECT ROW("t1"."username") FROM "users" AS "t1" WHERE "t1"."id" = "t0"."author_id" LIMIT 1), "t0"."published", count(*), sum("t0"."price") FROM "blog"."posts" AS "t0" GROUP BY "t0"."author_id", "t0"."published" HAVING (count(*) > $1 AND sum("t0"."price") >= $2) ORDER BY sum("t0"."price") DESC, "t0"."author_id", "t0"."published" LIMIT 5;
-- parameter int8 constant 
-- parameter numeric constant 9.5
