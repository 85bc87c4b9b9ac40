-- a
UPDATE "users" AS "t0" SET "age" = $2 WHERE "t0"."id" = $1 RETURNING "t0"."id";
-- parameter int4 constant 
-- parameter int4 constant 
-- __typename
-- literal "Mutation"
-- b
WITH w AS (UPDATE "blog"."posts" AS "t0" SET "title" = $2 WHERE "t0"."id" = $1 RETURNING *) SELECT set_config('troupe.k0', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT "t1"."id" FROM ROWS FROM (jsonb_to_recordset(current_setting('troupe.k0')::jsonb) AS ("id" integer)) WITH ORDINALITY AS k("id", n) JOIN "blog"."posts" AS "t0" ON "t0"."id" = k."id" LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id";
-- parameter int4 constant 
-- parameter text constant x
