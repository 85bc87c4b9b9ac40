-- updateUserByPk
UPDATE "users" SET "bio" = ?2 WHERE "users"."id" = ?1 RETURNING "users"."id", "users"."bio";
-- parameter int4 constant 
-- parameter text constant x
