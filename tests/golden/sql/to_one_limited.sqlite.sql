-- post
SELECT "t1"."title", "t2"."id", "t2"."username" FROM (SELECT "t0"."title", "t0"."author_id", "t0"."title" AS "sort0", "t0"."id" AS "sort1" FROM "blog"."posts" AS "t0" ORDER BY "t0"."title" NULLS LAST, "t0"."id" LIMIT 5) AS "t1" LEFT JOIN "users" AS "t2" ON "t2"."id" = "t1"."author_id" ORDER BY "t1"."sort0" NULLS LAST, "t1"."sort1";
