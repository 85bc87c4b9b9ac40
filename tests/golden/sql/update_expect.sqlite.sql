-- updateUserByPk
UPDATE "users" SET "bio" = ?2 WHERE "users"."id" = ?1 AND troupe_expect("users"."age" = ?3 AND "users"."bio" IS NULL) RETURNING "users"."id";
-- parameter int4 constant 
-- parameter text constant x
-- parameter int4 constant 
