-- updateUser
WITH w AS (UPDATE "users" AS "t0" SET "bio" = $1 RETURNING *) SELECT set_config('troupe.k0', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT jsonb_array_length(current_setting('troupe.k0')::jsonb), /*rows*/ARRAY(SELECT ROW("t0"."id", /*rows*/ARRAY(SELECT ROW("t1"."title") FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" ORDER BY "t1"."id")) FROM ROWS FROM (jsonb_to_recordset(current_setting('troupe.k0')::jsonb) AS ("id" integer)) WITH ORDINALITY AS k("id", n) JOIN "users" AS "t0" ON "t0"."id" = k."id" ORDER BY k.n);
-- parameter text constant 
