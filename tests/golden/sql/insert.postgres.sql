-- createComment
WITH written AS (INSERT INTO "comments" ("slug", "body", "post_id") VALUES ($1, $2, $3) RETURNING *) SELECT "written"."id", "t0"."id", "t0"."title", /*rows*/ARRAY(SELECT ROW("t1"."body") FROM "comments" AS "t1" WHERE "t1"."post_id" = "t0"."id" ORDER BY "t1"."id"), "t2"."id", "t2"."username" FROM written LEFT JOIN "blog"."posts" AS "t0" ON "t0"."id" = "written"."post_id" LEFT JOIN "users" AS "t2" ON "t2"."id" = "written"."author_id";
-- parameter text constant s
-- parameter text constant b
-- parameter int4 constant 
