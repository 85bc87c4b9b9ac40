-- createComment
INSERT INTO "comments" ("slug", "body", "post_id") VALUES (?1, ?2, ?3) RETURNING troupe_remember('troupe.k0', json_object('id', "comments"."id"));
SELECT "t0"."id", "t1"."id", "t1"."title", /*rows*/(SELECT troupe_rows(troupe_row("t3"."body")) FROM (SELECT "t2"."body" FROM "comments" AS "t2" WHERE "t2"."post_id" = "t1"."id" ORDER BY "t2"."id") AS "t3") AS troupe_rows_3, "t4"."id", "t4"."username" FROM json_each(troupe_recall('troupe.k0')) AS k JOIN "comments" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"') LEFT JOIN "blog"."posts" AS "t1" ON "t1"."id" = "t0"."post_id" LEFT JOIN "users" AS "t4" ON "t4"."id" = "t0"."author_id";
-- parameter text constant s
-- parameter text constant b
-- parameter int4 constant 
