-- insertPostOne
SELECT troupe_remember('troupe.k1', json_object('id', "users"."id")) FROM "users" WHERE "users"."username" = ?1;
SELECT troupe_found(troupe_recall('troupe.k1') <> '[]'), troupe_single(json_array_length(troupe_recall('troupe.k1')) < 2);
UPDATE "users" SET "bio" = ?1 WHERE "users"."id" = json_extract(troupe_recall('troupe.k1'), '$[0]."id"') RETURNING troupe_remember('troupe.k2', json_object('id', "users"."id"));
UPDATE "blog"."posts" SET "published" = ?1 WHERE "posts"."author_id" = json_extract(troupe_recall('troupe.k2'), '$[0]."id"') AND "posts"."title" = ?2 RETURNING troupe_remember('troupe.k3', json_object('id', "posts"."id"));
INSERT INTO "blog"."posts" ("title", "published", "author_id") VALUES (?1, ?2, json_extract(troupe_recall('troupe.k1'), '$[0]."id"')) RETURNING troupe_remember('troupe.k4', json_object('id', "posts"."id")), troupe_remember('troupe.k0', json_object('id', "posts"."id"));
UPDATE "comments" SET "post_id" = json_extract(troupe_recall('troupe.k4'), '$[0]."id"') WHERE "comments"."slug" = ?1 RETURNING troupe_remember('troupe.k5', json_object('id', "comments"."id"));
SELECT troupe_found(troupe_recall('troupe.k5') <> '[]');
SELECT "t0"."id" FROM json_each(troupe_recall('troupe.k0')) AS k JOIN "blog"."posts" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"');
-- parameter text constant ada
-- parameter text constant b
-- parameter boolean constant 
-- parameter text constant old
-- parameter text constant t
-- parameter boolean constant 
-- parameter text constant c
