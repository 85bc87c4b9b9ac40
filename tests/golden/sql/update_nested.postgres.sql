-- updatePostByPk
WITH w AS (UPDATE "blog"."posts" AS "t0" SET "title" = $2 WHERE "t0"."id" = $1 RETURNING *) SELECT set_config('troupe.k0', coalesce(jsonb_agg(jsonb_build_object('id', w."id", 'author_id', w."author_id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT current_setting('troupe.k0') <> '[]' THEN 'troupe:absent' ELSE 'true' END::boolean;
WITH w AS (UPDATE "users" AS "t0" SET "bio" = $1 WHERE "t0"."id" = (current_setting('troupe.k0')::jsonb -> 0 ->> 'author_id')::integer RETURNING *) SELECT set_config('troupe.k1', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT current_setting('troupe.k1') <> '[]' THEN 'troupe:absent' ELSE 'true' END::boolean;
WITH w AS (DELETE FROM "comments" AS "t0" WHERE "t0"."post_id" = (current_setting('troupe.k0')::jsonb -> 0 ->> 'id')::integer AND "t0"."slug" = $1 RETURNING *) SELECT set_config('troupe.k2', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (UPDATE "comments" AS "t0" SET "body" = $1 WHERE "t0"."post_id" = (current_setting('troupe.k0')::jsonb -> 0 ->> 'id')::integer RETURNING *) SELECT set_config('troupe.k3', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (INSERT INTO "comments" AS "t0" ("slug", "body", "post_id") VALUES ($1, $2, (current_setting('troupe.k0')::jsonb -> 0 ->> 'id')::integer) RETURNING *) SELECT set_config('troupe.k4', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT "t0"."title", "t1"."id", "t1"."bio" FROM ROWS FROM (jsonb_to_recordset(current_setting('troupe.k0')::jsonb) AS ("id" integer)) WITH ORDINALITY AS k("id", n) JOIN "blog"."posts" AS "t0" ON "t0"."id" = k."id" LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id";
-- parameter int4 constant 
-- parameter text constant x
-- parameter text constant b
-- parameter text constant s
-- parameter text constant b
-- parameter text constant n
-- parameter text constant n
