-- a
SELECT "t0"."id" FROM "users" AS "t0" WHERE "t0"."id" = ?1 ORDER BY "t0"."id";
-- parameter int4 constant 
-- b
SELECT "t0"."id" FROM "users" AS "t0" WHERE ("t0"."id" <> ?1 AND "t0"."bio" IS NOT ?2) ORDER BY "t0"."id";
-- parameter int4 constant 
-- parameter text constant x
