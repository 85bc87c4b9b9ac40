-- updateUserByPk
WITH w AS (SELECT "t0".* FROM "users" AS "t0" WHERE "t0"."id" = $1 FOR NO KEY UPDATE OF "t0") SELECT set_config('troupe.k0', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT current_setting('troupe.k0') <> '[]' THEN 'troupe:absent' ELSE 'true' END::boolean;
WITH w AS (SELECT "t0".* FROM "blog"."posts" AS "t0" WHERE "t0"."author_id" = (current_setting('troupe.k0')::jsonb -> 0 ->> 'id')::integer AND "t0"."title" = $1 FOR NO KEY UPDATE OF "t0") SELECT set_config('troupe.k1', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT CASE WHEN EXISTS (SELECT 1 FROM "blog"."posts" AS "t0" WHERE EXISTS (SELECT 1 FROM jsonb_to_recordset(current_setting('troupe.k1')::jsonb) AS troupe_k("id" integer) WHERE "t0"."id" = troupe_k."id") AND ("t0"."published" = $1) IS NOT TRUE) THEN 'troupe:changed' ELSE 'true' END::boolean;
WITH w AS (UPDATE "blog"."posts" AS "t0" SET "price" = "t0"."price" + $1 WHERE EXISTS (SELECT 1 FROM jsonb_to_recordset(current_setting('troupe.k1')::jsonb) AS troupe_k("id" integer) WHERE "t0"."id" = troupe_k."id") RETURNING *) SELECT set_config('troupe.k2', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (SELECT "t0".* FROM "comments" AS "t0" WHERE EXISTS (SELECT 1 FROM jsonb_to_recordset(current_setting('troupe.k2')::jsonb) AS troupe_k("id" integer) WHERE "t0"."post_id" = troupe_k."id") FOR NO KEY UPDATE OF "t0") SELECT set_config('troupe.k3', coalesce(jsonb_agg(jsonb_build_object('id', w."id", 'author_id', w."author_id")), '[]')::text, true) FROM w;
WITH w AS (UPDATE "users" AS "t0" SET "bio" = $1 WHERE EXISTS (SELECT 1 FROM jsonb_to_recordset(current_setting('troupe.k3')::jsonb) AS troupe_k("author_id" integer) WHERE "t0"."id" = troupe_k."author_id") RETURNING *) SELECT set_config('troupe.k4', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT (current_setting('troupe.k4') <> '[]' OR current_setting('troupe.k3') = '[]') THEN 'troupe:absent' ELSE 'true' END::boolean;
WITH w AS (INSERT INTO "users" AS "t0" ("username", "joined") SELECT $1, $2 WHERE current_setting('troupe.k2') <> '[]' RETURNING *) SELECT set_config('troupe.k5', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (INSERT INTO "comments" AS "t0" ("slug", "body", "post_id", "author_id") SELECT $1, $2, troupe_k."id", (current_setting('troupe.k5')::jsonb -> 0 ->> 'id')::integer FROM jsonb_to_recordset(current_setting('troupe.k2')::jsonb) AS troupe_k("id" integer) WHERE TRUE RETURNING *) SELECT set_config('troupe.k6', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT "t0"."id" FROM ROWS FROM (jsonb_to_recordset(current_setting('troupe.k0')::jsonb) AS ("id" integer)) WITH ORDINALITY AS k("id", n) JOIN "users" AS "t0" ON "t0"."id" = k."id";
-- parameter int4 constant 
-- parameter text constant x
-- parameter boolean constant 
-- parameter numeric constant 1.50
-- parameter text constant b
-- parameter text constant u
-- parameter timestamptz constant 2026-01-01T00:00:00Z
-- parameter text constant n
-- parameter text constant n
