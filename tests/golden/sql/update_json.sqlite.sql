-- updatePostByPk
UPDATE "blog"."posts" SET "meta" = json_patch(coalesce("posts"."meta", '{}'), ?2) WHERE "posts"."id" = ?1 RETURNING "posts"."meta";
-- parameter int4 constant 
-- parameter jsonb constant {"a":1}
-- b
UPDATE "blog"."posts" SET "meta" = json_remove("posts"."meta", '$."' || ?2 || '"') WHERE "posts"."id" = ?1 RETURNING "posts"."meta";
-- parameter int4 constant 
-- parameter text constant a
