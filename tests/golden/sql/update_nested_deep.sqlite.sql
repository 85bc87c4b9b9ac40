-- updateUserByPk
SELECT troupe_remember('troupe.k0', json_object('id', "users"."id")) FROM "users" WHERE "users"."id" = ?1;
SELECT troupe_found(troupe_recall('troupe.k0') <> '[]');
SELECT troupe_remember('troupe.k1', json_object('id', "posts"."id")) FROM "blog"."posts" WHERE "posts"."author_id" = json_extract(troupe_recall('troupe.k0'), '$[0]."id"') AND "posts"."title" = ?1;
SELECT troupe_expect(NOT EXISTS (SELECT 1 FROM "blog"."posts" AS "t0" WHERE EXISTS (SELECT 1 FROM json_each(troupe_recall('troupe.k1')) AS troupe_k WHERE "t0"."id" = json_extract(troupe_k.value, '$."id"')) AND ("t0"."published" = ?1) IS NOT TRUE));
UPDATE "blog"."posts" SET "price" = "posts"."price" + ?1 WHERE EXISTS (SELECT 1 FROM json_each(troupe_recall('troupe.k1')) AS troupe_k WHERE "posts"."id" = json_extract(troupe_k.value, '$."id"')) RETURNING troupe_remember('troupe.k2', json_object('id', "posts"."id"));
SELECT troupe_remember('troupe.k3', json_object('id', "comments"."id", 'author_id', "comments"."author_id")) FROM "comments" WHERE EXISTS (SELECT 1 FROM json_each(troupe_recall('troupe.k2')) AS troupe_k WHERE "comments"."post_id" = json_extract(troupe_k.value, '$."id"'));
UPDATE "users" SET "bio" = ?1 WHERE EXISTS (SELECT 1 FROM json_each(troupe_recall('troupe.k3')) AS troupe_k WHERE "users"."id" = json_extract(troupe_k.value, '$."author_id"')) RETURNING troupe_remember('troupe.k4', json_object('id', "users"."id"));
SELECT troupe_found((troupe_recall('troupe.k4') <> '[]' OR troupe_recall('troupe.k3') = '[]'));
INSERT INTO "users" ("username", "joined") SELECT ?1, ?2 WHERE troupe_recall('troupe.k2') <> '[]' RETURNING troupe_remember('troupe.k5', json_object('id', "users"."id"));
INSERT INTO "comments" ("slug", "body", "post_id", "author_id") SELECT ?1, ?2, json_extract(troupe_k.value, '$."id"'), json_extract(troupe_recall('troupe.k5'), '$[0]."id"') FROM json_each(troupe_recall('troupe.k2')) AS troupe_k WHERE TRUE RETURNING troupe_remember('troupe.k6', json_object('id', "comments"."id"));
SELECT "t0"."id" FROM json_each(troupe_recall('troupe.k0')) AS k JOIN "users" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"');
-- parameter int4 constant 
-- parameter text constant x
-- parameter boolean constant 
-- parameter numeric constant 1.50
-- parameter text constant b
-- parameter text constant u
-- parameter timestamptz constant 2026-01-01 00:00:00Z
-- parameter text constant n
-- parameter text constant n
