-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE (EXISTS (SELECT 1 FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" AND "t1"."title" = ?1) AND NOT EXISTS (SELECT 1 FROM "blog"."posts" AS "t2" WHERE "t2"."author_id" = "t0"."id" AND NOT "t2"."published") AND NOT EXISTS (SELECT 1 FROM "blog"."posts" AS "t3" WHERE "t3"."author_id" = "t0"."id" AND ("t3"."price" > ?2) IS NOT TRUE)) ORDER BY "t0"."id";
-- parameter text constant a
-- parameter numeric constant 1.50
