-- comment
SELECT "t1"."id", "t1"."username", "t2"."id", "t2"."title", "t3"."id" FROM "comments" AS "t0" LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" LEFT JOIN "blog"."posts" AS "t2" ON "t2"."id" = "t0"."post_id" LEFT JOIN "users" AS "t3" ON "t3"."id" = "t2"."author_id" ORDER BY "t0"."id";
