-- updateUserByPk
UPDATE "users" AS "t0" SET "bio" = $2 WHERE "t0"."id" = $1 AND CASE WHEN ("t0"."age" = $3 AND "t0"."bio" IS NULL) IS NOT TRUE THEN 'troupe:changed' ELSE 'true' END::boolean RETURNING "t0"."id";
-- parameter int4 constant 
-- parameter text constant x
-- parameter int4 constant 
