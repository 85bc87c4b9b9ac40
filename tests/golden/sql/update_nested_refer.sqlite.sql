-- updatePostByPk
SELECT troupe_remember('troupe.k0', json_object('id', "users"."id")) FROM "users" WHERE "users"."username" = ?1;
SELECT troupe_found(troupe_recall('troupe.k0') <> '[]'), troupe_single(json_array_length(troupe_recall('troupe.k0')) < 2);
UPDATE "blog"."posts" SET "author_id" = json_extract(troupe_recall('troupe.k0'), '$[0]."id"') WHERE "posts"."id" = ?1 RETURNING troupe_remember('troupe.k1', json_object('id', "posts"."id", 'author_id', "posts"."author_id"));
SELECT troupe_found(troupe_recall('troupe.k1') <> '[]');
UPDATE "users" SET "bio" = ?1 WHERE "users"."id" = json_extract(troupe_recall('troupe.k1'), '$[0]."author_id"') RETURNING troupe_remember('troupe.k2', json_object('id', "users"."id"));
SELECT troupe_found(troupe_recall('troupe.k2') <> '[]');
UPDATE "comments" SET "post_id" = NULL WHERE "comments"."post_id" = json_extract(troupe_recall('troupe.k1'), '$[0]."id"') AND "comments"."slug" = ?1 RETURNING troupe_remember('troupe.k3', json_object('id', "comments"."id"));
UPDATE "comments" SET "post_id" = json_extract(troupe_recall('troupe.k1'), '$[0]."id"') WHERE "comments"."slug" = ?1 RETURNING troupe_remember('troupe.k4', json_object('id', "comments"."id"));
SELECT troupe_found(troupe_recall('troupe.k4') <> '[]');
SELECT troupe_remember('troupe.k5', json_object('id', "comments"."id", 'author_id', "comments"."author_id")) FROM "comments" WHERE "comments"."post_id" = json_extract(troupe_recall('troupe.k1'), '$[0]."id"') AND "comments"."slug" = ?1;
UPDATE "comments" SET "author_id" = CASE WHEN EXISTS (SELECT 1 FROM "users" AS "t0" WHERE "t0"."id" = "comments"."author_id" AND "t0"."username" = ?1) THEN NULL ELSE "comments"."author_id" END WHERE EXISTS (SELECT 1 FROM json_each(troupe_recall('troupe.k5')) AS troupe_k WHERE "comments"."id" = json_extract(troupe_k.value, '$."id"')) RETURNING troupe_remember('troupe.k6', json_object('id', "comments"."id", 'author_id', "comments"."author_id"));
SELECT troupe_remember('troupe.k7', json_object('id', "comments"."id", 'author_id', "comments"."author_id")) FROM "comments" WHERE "comments"."post_id" = json_extract(troupe_recall('troupe.k1'), '$[0]."id"') AND "comments"."slug" = ?1;
INSERT INTO "users" ("username", "joined") SELECT ?1, ?2 WHERE troupe_recall('troupe.k7') <> '[]' RETURNING troupe_remember('troupe.k8', json_object('id', "users"."id"));
UPDATE "comments" SET "author_id" = json_extract(troupe_recall('troupe.k8'), '$[0]."id"') WHERE EXISTS (SELECT 1 FROM json_each(troupe_recall('troupe.k7')) AS troupe_k WHERE "comments"."id" = json_extract(troupe_k.value, '$."id"')) RETURNING troupe_remember('troupe.k9', json_object('id', "comments"."id", 'author_id', "comments"."author_id"));
SELECT "t0"."id" FROM json_each(troupe_recall('troupe.k1')) AS k JOIN "blog"."posts" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"');
-- parameter text constant ada
-- parameter int4 constant 
-- parameter text constant b
-- parameter text constant a
-- parameter text constant b
-- parameter text constant c
-- parameter text constant eve
-- parameter text constant d
-- parameter text constant n
-- parameter timestamptz constant 2026-01-01 00:00:00Z
