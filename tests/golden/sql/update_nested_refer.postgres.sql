-- updatePostByPk
WITH w AS (SELECT "t0".* FROM "users" AS "t0" WHERE "t0"."username" = $1) SELECT set_config('troupe.k0', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT current_setting('troupe.k0') <> '[]' THEN 'troupe:absent' WHEN NOT jsonb_array_length(current_setting('troupe.k0')::jsonb) < 2 THEN 'troupe:several' ELSE 'true' END::boolean;
WITH w AS (UPDATE "blog"."posts" AS "t0" SET "author_id" = (current_setting('troupe.k0')::jsonb -> 0 ->> 'id')::integer WHERE "t0"."id" = $1 RETURNING *) SELECT set_config('troupe.k1', coalesce(jsonb_agg(jsonb_build_object('id', w."id", 'author_id', w."author_id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT current_setting('troupe.k1') <> '[]' THEN 'troupe:absent' ELSE 'true' END::boolean;
WITH w AS (UPDATE "users" AS "t0" SET "bio" = $1 WHERE "t0"."id" = (current_setting('troupe.k1')::jsonb -> 0 ->> 'author_id')::integer RETURNING *) SELECT set_config('troupe.k2', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT current_setting('troupe.k2') <> '[]' THEN 'troupe:absent' ELSE 'true' END::boolean;
WITH w AS (UPDATE "comments" AS "t0" SET "post_id" = NULL WHERE "t0"."post_id" = (current_setting('troupe.k1')::jsonb -> 0 ->> 'id')::integer AND "t0"."slug" = $1 RETURNING *) SELECT set_config('troupe.k3', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (UPDATE "comments" AS "t0" SET "post_id" = (current_setting('troupe.k1')::jsonb -> 0 ->> 'id')::integer WHERE "t0"."slug" = $1 RETURNING *) SELECT set_config('troupe.k4', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT current_setting('troupe.k4') <> '[]' THEN 'troupe:absent' ELSE 'true' END::boolean;
WITH w AS (SELECT "t0".* FROM "comments" AS "t0" WHERE "t0"."post_id" = (current_setting('troupe.k1')::jsonb -> 0 ->> 'id')::integer AND "t0"."slug" = $1 FOR NO KEY UPDATE OF "t0") SELECT set_config('troupe.k5', coalesce(jsonb_agg(jsonb_build_object('id', w."id", 'author_id', w."author_id")), '[]')::text, true) FROM w;
WITH w AS (UPDATE "comments" AS "t0" SET "author_id" = CASE WHEN EXISTS (SELECT 1 FROM "users" AS "t1" WHERE "t1"."id" = "t0"."author_id" AND "t1"."username" = $1) THEN NULL ELSE "t0"."author_id" END WHERE EXISTS (SELECT 1 FROM jsonb_to_recordset(current_setting('troupe.k5')::jsonb) AS troupe_k("id" bigint) WHERE "t0"."id" = troupe_k."id") RETURNING *) SELECT set_config('troupe.k6', coalesce(jsonb_agg(jsonb_build_object('id', w."id", 'author_id', w."author_id")), '[]')::text, true) FROM w;
WITH w AS (SELECT "t0".* FROM "comments" AS "t0" WHERE "t0"."post_id" = (current_setting('troupe.k1')::jsonb -> 0 ->> 'id')::integer AND "t0"."slug" = $1 FOR NO KEY UPDATE OF "t0") SELECT set_config('troupe.k7', coalesce(jsonb_agg(jsonb_build_object('id', w."id", 'author_id', w."author_id")), '[]')::text, true) FROM w;
WITH w AS (INSERT INTO "users" AS "t0" ("username", "joined") SELECT $1, $2 WHERE current_setting('troupe.k7') <> '[]' RETURNING *) SELECT set_config('troupe.k8', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (UPDATE "comments" AS "t0" SET "author_id" = (current_setting('troupe.k8')::jsonb -> 0 ->> 'id')::integer WHERE EXISTS (SELECT 1 FROM jsonb_to_recordset(current_setting('troupe.k7')::jsonb) AS troupe_k("id" bigint) WHERE "t0"."id" = troupe_k."id") RETURNING *) SELECT set_config('troupe.k9', coalesce(jsonb_agg(jsonb_build_object('id', w."id", 'author_id', w."author_id")), '[]')::text, true) FROM w;
SELECT "t0"."id" FROM ROWS FROM (jsonb_to_recordset(current_setting('troupe.k1')::jsonb) AS ("id" integer)) WITH ORDINALITY AS k("id", n) JOIN "blog"."posts" AS "t0" ON "t0"."id" = k."id";
-- parameter text constant ada
-- parameter int4 constant 
-- parameter text constant b
-- parameter text constant a
-- parameter text constant b
-- parameter text constant c
-- parameter text constant eve
-- parameter text constant d
-- parameter text constant n
-- parameter timestamptz constant 2026-01-01T00:00:00Z
