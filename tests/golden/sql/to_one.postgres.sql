-- post
SELECT "t0"."title", "t1"."id", "t1"."username" FROM "blog"."posts" AS "t0" LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" ORDER BY "t0"."id";
