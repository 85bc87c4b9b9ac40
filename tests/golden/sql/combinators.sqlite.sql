-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE ("t0"."id" = ?1 OR ("t0"."age" > ?2 AND ("t0"."bio" = ?3) IS NOT TRUE)) ORDER BY "t0"."id";
-- parameter int4 constant 
-- parameter int4 constant 
-- parameter text constant x
