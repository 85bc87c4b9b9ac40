-- deleteComment
WITH w AS (DELETE FROM "comments" AS "t0" WHERE EXISTS (SELECT 1 FROM "blog"."posts" AS "t1" WHERE "t1"."id" = "t0"."post_id" AND NOT "t1"."published") RETURNING *) SELECT (SELECT count(*) FROM w), /*rows*/ARRAY(SELECT ROW(w."id", "t2"."id", "t2"."username") FROM w LEFT JOIN "users" AS "t2" ON "t2"."id" = w."author_id");
