-- post
SELECT "t0"."id", "t0"."title" FROM "blog"."posts" AS "t0" LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" ORDER BY "t1"."username" NULLS LAST, "t0"."id" DESC NULLS FIRST LIMIT 3;
