-- updateUser
UPDATE "users" SET "mood" = ?2, "age" = "users"."age" + ?3 WHERE "users"."age" > ?1 RETURNING troupe_remember('troupe.k0', json_object('id', "users"."id"));
SELECT json_array_length(troupe_recall('troupe.k0')), /*rows*/(SELECT troupe_rows(troupe_row("t1"."id", "t1"."age")) FROM (SELECT "t0".* FROM json_each(troupe_recall('troupe.k0')) AS k JOIN "users" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"') ORDER BY k.key) AS "t1") AS troupe_rows_1;
-- parameter int4 constant 
-- parameter enum constant sad
-- parameter int4 constant 
