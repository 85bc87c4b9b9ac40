-- updateUserByPk
UPDATE "users" AS "t0" SET "bio" = $2 WHERE "t0"."id" = $1 RETURNING "t0"."id", "t0"."bio";
-- parameter int4 leaf 0
-- parameter text leaf 1
