-- deleteCommentByPk
DELETE FROM "comments" WHERE "comments"."id" = ?1 RETURNING "comments"."id", "comments"."slug";
-- parameter int8 constant 
-- b
SELECT "t0"."slug", "t1"."id", "t1"."title" FROM "comments" AS "t0" LEFT JOIN "blog"."posts" AS "t1" ON "t1"."id" = "t0"."post_id" WHERE "t0"."id" = ?1;
DELETE FROM "comments" WHERE "comments"."id" = ?1;
-- parameter int8 constant 
-- parameter int8 constant 
