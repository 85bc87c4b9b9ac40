-- insertComment
INSERT INTO "blog"."posts" ("id", "title", "published") VALUES (?1, ?2, ?3) ON CONFLICT ("id") DO NOTHING RETURNING troupe_remember('troupe.k1', json_object('id', "posts"."id"));
SELECT troupe_remember('troupe.k2', json_object('id', "posts"."id")) FROM "blog"."posts" WHERE "posts"."id" = ?1;
SELECT troupe_found(troupe_recall('troupe.k2') <> '[]');
INSERT INTO "comments" ("slug", "body", "post_id") VALUES (?1, ?2, json_extract(troupe_recall('troupe.k2'), '$[0]."id"')) RETURNING troupe_remember('troupe.k3', json_object('id', "comments"."id"));
INSERT INTO "users" ("username", "joined", "age") VALUES (?1, ?2, ?3) ON CONFLICT ("id") DO UPDATE SET "age" = "users"."age" + ?4 RETURNING troupe_remember('troupe.k4', json_object('id', "users"."id"));
INSERT INTO "comments" ("slug", "body", "post_id", "author_id") VALUES (?1, ?2, json_extract(troupe_recall('troupe.k2'), '$[0]."id"'), json_extract(troupe_recall('troupe.k4'), '$[0]."id"')) ON CONFLICT ("slug") DO NOTHING RETURNING troupe_remember('troupe.k5', json_object('id', "comments"."id")), troupe_remember('troupe.k0', json_object('id', "comments"."id"));
SELECT json_array_length(troupe_recall('troupe.k0'));
-- parameter int4 constant 
-- parameter text constant t
-- parameter boolean constant 
-- parameter int4 constant 
-- parameter text constant r
-- parameter text constant r
-- parameter text constant u
-- parameter timestamptz constant 2026-01-01 00:00:00Z
-- parameter int4 constant 
-- parameter int4 constant 
-- parameter text leaf 0
-- parameter text constant b
