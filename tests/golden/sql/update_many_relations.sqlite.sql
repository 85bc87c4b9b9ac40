-- updateUser
UPDATE "users" SET "bio" = ?1 RETURNING troupe_remember('troupe.k0', json_object('id', "users"."id"));
SELECT json_array_length(troupe_recall('troupe.k0')), /*rows*/(SELECT troupe_rows(troupe_row("t1"."id", /*rows*/(SELECT troupe_rows(troupe_row("t3"."title")) FROM (SELECT "t2"."title" FROM "blog"."posts" AS "t2" WHERE "t2"."author_id" = "t1"."id" ORDER BY "t2"."id") AS "t3"))) FROM (SELECT "t0".* FROM json_each(troupe_recall('troupe.k0')) AS k JOIN "users" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"') ORDER BY k.key) AS "t1") AS troupe_rows_1;
-- parameter text constant 
