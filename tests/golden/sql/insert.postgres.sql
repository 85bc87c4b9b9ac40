-- createComment
WITH w AS (INSERT INTO "comments" AS "t0" ("slug", "body", "post_id") VALUES ($1, $2, $3) RETURNING *) SELECT set_config('troupe.k0', coalesce(jsonb_agg(jsonb_build_object('id', w."id")), '[]')::text, true) FROM w;
SELECT "t0"."id", "t1"."id", "t1"."title", /*rows*/ARRAY(SELECT ROW("t2"."body") FROM "comments" AS "t2" WHERE "t2"."post_id" = "t1"."id" ORDER BY "t2"."id"), "t3"."id", "t3"."username" FROM ROWS FROM (jsonb_to_recordset(current_setting('troupe.k0')::jsonb) AS ("id" bigint)) WITH ORDINALITY AS k("id", n) JOIN "comments" AS "t0" ON "t0"."id" = k."id" LEFT JOIN "blog"."posts" AS "t1" ON "t1"."id" = "t0"."post_id" LEFT JOIN "users" AS "t3" ON "t3"."id" = "t0"."author_id";
-- parameter text constant s
-- parameter text constant b
-- parameter int4 constant 
