-- updatePostByPk
UPDATE "blog"."posts" AS "t0" SET "meta" = coalesce("t0"."meta"::jsonb, '{}') || $2::jsonb WHERE "t0"."id" = $1 RETURNING "t0"."meta";
-- parameter int4 constant 
-- parameter jsonb constant {"a":1}
-- b
UPDATE "blog"."posts" AS "t0" SET "meta" = "t0"."meta"::jsonb - $2::text WHERE "t0"."id" = $1 RETURNING "t0"."meta";
-- parameter int4 constant 
-- parameter text constant a
