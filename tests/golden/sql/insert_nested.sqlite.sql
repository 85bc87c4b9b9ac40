-- insertPostOne
INSERT INTO "users" ("username", "joined") VALUES (?1, ?2) RETURNING troupe_remember('troupe.k1', json_object('id', "users"."id"));
INSERT INTO "blog"."posts" ("title", "published", "author_id") VALUES (?1, ?2, json_extract(troupe_recall('troupe.k1'), '$[0]."id"')) RETURNING troupe_remember('troupe.k2', json_object('id', "posts"."id")), troupe_remember('troupe.k0', json_object('id', "posts"."id"));
INSERT INTO "comments" ("slug", "body", "post_id") VALUES (?1, ?2, json_extract(troupe_recall('troupe.k2'), '$[0]."id"')) RETURNING troupe_remember('troupe.k3', json_object('id', "comments"."id"));
INSERT INTO "comments" ("slug", "body", "post_id") VALUES (?1, ?2, json_extract(troupe_recall('troupe.k2'), '$[0]."id"')) RETURNING troupe_remember('troupe.k4', json_object('id', "comments"."id"));
SELECT "t0"."id", "t1"."id", /*rows*/(SELECT troupe_rows(troupe_row("t3"."slug")) FROM (SELECT "t2"."slug" FROM "comments" AS "t2" WHERE "t2"."post_id" = "t0"."id" ORDER BY "t2"."id") AS "t3") AS troupe_rows_2 FROM json_each(troupe_recall('troupe.k0')) AS k JOIN "blog"."posts" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"') LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id";
-- parameter text constant a
-- parameter timestamptz constant 2026-01-01 00:00:00Z
-- parameter text leaf 0
-- parameter boolean constant 
-- parameter text constant s
-- parameter text constant b
-- parameter text constant u
-- parameter text constant c
