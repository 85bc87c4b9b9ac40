-- insertUser
INSERT INTO "users" ("username", "joined") VALUES (?1, ?2) RETURNING troupe_remember('troupe.k1', json_object('id', "users"."id")), troupe_remember('troupe.k0', json_object('id', "users"."id"));
INSERT INTO "users" ("username", "joined", "age") VALUES (?1, ?2, ?3) RETURNING troupe_remember('troupe.k2', json_object('id', "users"."id")), troupe_remember('troupe.k0', json_object('id', "users"."id"));
SELECT json_array_length(troupe_recall('troupe.k0')), /*rows*/(SELECT troupe_rows(troupe_row("t1"."id", "t1"."username")) FROM (SELECT "t0".* FROM json_each(troupe_recall('troupe.k0')) AS k JOIN "users" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"') ORDER BY k.key) AS "t1") AS troupe_rows_1;
-- parameter text constant a
-- parameter timestamptz constant 2026-01-01 00:00:00Z
-- parameter text constant b
-- parameter timestamptz constant 2026-01-01 00:00:00Z
-- parameter int4 constant 
