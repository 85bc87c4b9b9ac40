-- insertPostOne
WITH w AS (INSERT INTO "users" AS "t0" ("username", "joined") VALUES ($1, $2) RETURNING *) SELECT set_config('troupe.k1', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (INSERT INTO "blog"."posts" AS "t0" ("title", "published", "author_id") VALUES ($1, $2, (current_setting('troupe.k1')::jsonb -> 0 ->> 'id')::integer) RETURNING *) SELECT set_config('troupe.k2', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (INSERT INTO "comments" AS "t0" ("slug", "body", "post_id") VALUES ($1, $2, (current_setting('troupe.k2')::jsonb -> 0 ->> 'id')::integer) RETURNING *) SELECT set_config('troupe.k3', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
WITH w AS (INSERT INTO "comments" AS "t0" ("slug", "body", "post_id") VALUES ($1, $2, (current_setting('troupe.k2')::jsonb -> 0 ->> 'id')::integer) RETURNING *) SELECT set_config('troupe.k4', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT set_config('troupe.k0', (current_setting('troupe.k2')::jsonb)::text, true);
SELECT "t0"."id", "t1"."id", /*rows*/ARRAY(SELECT ROW("t2"."slug") FROM "comments" AS "t2" WHERE "t2"."post_id" = "t0"."id" ORDER BY "t2"."id") FROM ROWS FROM (jsonb_to_recordset(current_setting('troupe.k0')::jsonb) AS ("id" integer)) WITH ORDINALITY AS k("id", n) JOIN "blog"."posts" AS "t0" ON "t0"."id" = k."id" LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id";
-- parameter text constant a
-- parameter timestamptz constant 2026-01-01T00:00:00Z
-- parameter text leaf 0
-- parameter boolean constant 
-- parameter text constant s
-- parameter text constant b
-- parameter text constant u
-- parameter text constant c
