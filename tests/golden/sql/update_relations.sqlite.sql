-- updatePostByPk
UPDATE "blog"."posts" SET "title" = ?2 WHERE "posts"."id" = ?1 RETURNING troupe_remember('troupe.k0', json_object('id', "posts"."id"));
SELECT "t0"."id", "t1"."id", "t1"."username", /*rows*/(SELECT troupe_rows(troupe_row("t3"."title")) FROM (SELECT "t2"."title" FROM "blog"."posts" AS "t2" WHERE "t2"."author_id" = "t1"."id" ORDER BY "t2"."id") AS "t3") AS troupe_rows_3 FROM json_each(troupe_recall('troupe.k0')) AS k JOIN "blog"."posts" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"') LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id";
-- parameter int4 constant 
-- parameter text constant x
