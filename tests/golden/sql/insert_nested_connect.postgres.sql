-- insertPostOne
WITH w AS (SELECT "t0".* FROM "users" AS "t0" WHERE "t0"."username" = $1 FOR NO KEY UPDATE OF "t0") SELECT set_config('troupe.k1', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT current_setting('troupe.k1') <> '[]' THEN 'troupe:absent' WHEN NOT jsonb_array_length(current_setting('troupe.k1')::jsonb) < 2 THEN 'troupe:several' ELSE 'true' END::boolean;
WITH w AS (UPDATE "users" AS "t0" SET "bio" = $1 WHERE "t0"."id" = (current_setting('troupe.k1')::jsonb -> 0 ->> 'id')::integer RETURNING *) SELECT set_config('troupe.k2', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (UPDATE "blog"."posts" AS "t0" SET "published" = $1 WHERE "t0"."author_id" = (current_setting('troupe.k2')::jsonb -> 0 ->> 'id')::integer AND "t0"."title" = $2 RETURNING *) SELECT set_config('troupe.k3', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (INSERT INTO "blog"."posts" AS "t0" ("title", "published", "author_id") VALUES ($1, $2, (current_setting('troupe.k1')::jsonb -> 0 ->> 'id')::integer) RETURNING *) SELECT set_config('troupe.k4', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (UPDATE "comments" AS "t0" SET "post_id" = (current_setting('troupe.k4')::jsonb -> 0 ->> 'id')::integer WHERE "t0"."slug" = $1 RETURNING *) SELECT set_config('troupe.k5', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT current_setting('troupe.k5') <> '[]' THEN 'troupe:absent' ELSE 'true' END::boolean;
SELECT set_config('troupe.k0', (current_setting('troupe.k4')::jsonb)::text, true);
SELECT "t0"."id" FROM ROWS FROM (jsonb_to_recordset(current_setting('troupe.k0')::jsonb) AS ("id" integer)) WITH ORDINALITY AS k("id", n) JOIN "blog"."posts" AS "t0" ON "t0"."id" = k."id";
-- parameter text constant ada
-- parameter text constant b
-- parameter boolean constant 
-- parameter text constant old
-- parameter text constant t
-- parameter boolean constant 
-- parameter text constant c
