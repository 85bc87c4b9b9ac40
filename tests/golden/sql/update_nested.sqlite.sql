-- updatePostByPk
UPDATE "blog"."posts" SET "title" = ?2 WHERE "posts"."id" = ?1 RETURNING troupe_remember('troupe.k0', json_object('id', "posts"."id", 'author_id', "posts"."author_id"));
SELECT troupe_found(troupe_recall('troupe.k0') <> '[]');
UPDATE "users" SET "bio" = ?1 WHERE "users"."id" = json_extract(troupe_recall('troupe.k0'), '$[0]."author_id"') RETURNING troupe_remember('troupe.k1', json_object('id', "users"."id"));
SELECT troupe_found(troupe_recall('troupe.k1') <> '[]');
DELETE FROM "comments" WHERE "comments"."post_id" = json_extract(troupe_recall('troupe.k0'), '$[0]."id"') AND "comments"."slug" = ?1 RETURNING troupe_remember('troupe.k2', json_object('id', "comments"."id"));
UPDATE "comments" SET "body" = ?1 WHERE "comments"."post_id" = json_extract(troupe_recall('troupe.k0'), '$[0]."id"') RETURNING troupe_remember('troupe.k3', json_object('id', "comments"."id"));
INSERT INTO "comments" ("slug", "body", "post_id") VALUES (?1, ?2, json_extract(troupe_recall('troupe.k0'), '$[0]."id"')) RETURNING troupe_remember('troupe.k4', json_object('id', "comments"."id"));
SELECT "t0"."title", "t1"."id", "t1"."bio" FROM json_each(troupe_recall('troupe.k0')) AS k JOIN "blog"."posts" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"') LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id";
-- parameter int4 constant 
-- parameter text constant x
-- parameter text constant b
-- parameter text constant s
-- parameter text constant b
-- parameter text constant n
-- parameter text constant n
