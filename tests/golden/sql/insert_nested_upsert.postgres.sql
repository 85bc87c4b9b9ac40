-- insertComment
WITH w AS (INSERT INTO "blog"."posts" AS "t0" ("id", "title", "published") VALUES ($1, $2, $3) ON CONFLICT ("id") DO NOTHING RETURNING *) SELECT set_config('troupe.k1', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (SELECT "t0".* FROM "blog"."posts" AS "t0" WHERE "t0"."id" = $1) SELECT set_config('troupe.k2', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT CASE WHEN NOT current_setting('troupe.k2') <> '[]' THEN 'troupe:absent' ELSE 'true' END::boolean;
WITH w AS (INSERT INTO "comments" AS "t0" ("slug", "body", "post_id") VALUES ($1, $2, (current_setting('troupe.k2')::jsonb -> 0 ->> 'id')::integer) RETURNING *) SELECT set_config('troupe.k3', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (INSERT INTO "users" AS "t0" ("username", "joined", "age") VALUES ($1, $2, $3) ON CONFLICT ("id") DO UPDATE SET "age" = "t0"."age" + $4 RETURNING *) SELECT set_config('troupe.k4', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (INSERT INTO "comments" AS "t0" ("slug", "body", "post_id", "author_id") VALUES ($1, $2, (current_setting('troupe.k2')::jsonb -> 0 ->> 'id')::integer, (current_setting('troupe.k4')::jsonb -> 0 ->> 'id')::integer) ON CONFLICT ("slug") DO NOTHING RETURNING *) SELECT set_config('troupe.k5', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT set_config('troupe.k0', (current_setting('troupe.k5')::jsonb)::text, true);
SELECT jsonb_array_length(current_setting('troupe.k0')::jsonb);
-- parameter int4 constant 
-- parameter text constant t
-- parameter boolean constant 
-- parameter int4 constant 
-- parameter text constant r
-- parameter text constant r
-- parameter text constant u
-- parameter timestamptz constant 2026-01-01T00:00:00Z
-- parameter int4 constant 
-- parameter int4 constant 
-- parameter text leaf 0
-- parameter text constant b
