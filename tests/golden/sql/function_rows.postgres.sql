-- searchPosts
SELECT "t1"."title", "t2"."id", "t2"."username" FROM (SELECT "t0"."title", "t0"."author_id", "t0"."price" AS "sort0", "t0"."id" AS "sort1" FROM "blog"."search_posts"("term" => $1) AS "t0" ORDER BY "t0"."price", "t0"."id" LIMIT 2) AS "t1" LEFT JOIN "users" AS "t2" ON "t2"."id" = "t1"."author_id" ORDER BY "t1"."sort0", "t1"."sort1";
-- parameter text constant x
