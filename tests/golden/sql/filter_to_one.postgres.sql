-- post
SELECT "t0"."id" FROM "blog"."posts" AS "t0" WHERE ("t0"."published" AND EXISTS (SELECT 1 FROM "users" AS "t1" WHERE "t1"."id" = "t0"."author_id" AND "t1"."username" = $1)) ORDER BY "t0"."id";
-- parameter text constant a
