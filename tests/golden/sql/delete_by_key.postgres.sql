-- deleteCommentByPk
DELETE FROM "comments" AS "t0" WHERE "t0"."id" = $1 RETURNING "t0"."id", "t0"."slug";
-- parameter int8 constant 
-- b
WITH w AS (DELETE FROM "comments" AS "t0" WHERE "t0"."id" = $1 RETURNING *) SELECT w."slug", "t1"."id", "t1"."title" FROM w LEFT JOIN "blog"."posts" AS "t1" ON "t1"."id" = w."post_id";
-- parameter int8 constant 
