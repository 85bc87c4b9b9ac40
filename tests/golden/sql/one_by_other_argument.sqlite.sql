-- userByName
SELECT "t0"."id" FROM "users" AS "t0" WHERE "t0"."username" = ?1 LIMIT 1;
-- parameter text constant x
