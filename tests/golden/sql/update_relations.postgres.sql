-- updatePostByPk
WITH w AS (UPDATE "blog"."posts" AS "t0" SET "title" = $2 WHERE "t0"."id" = $1 RETURNING *) SELECT set_config('troupe.k0', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT "t0"."id", "t1"."id", "t1"."username", /*rows*/ARRAY(SELECT ROW("t2"."title") FROM "blog"."posts" AS "t2" WHERE "t2"."author_id" = "t1"."id" ORDER BY "t2"."id") FROM ROWS FROM (jsonb_to_recordset(current_setting('troupe.k0')::jsonb) AS ("id" integer)) WITH ORDINALITY AS k("id", n) JOIN "blog"."posts" AS "t0" ON "t0"."id" = k."id" LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id";
-- parameter int4 constant 
-- parameter text constant x
