-- user
SELECT "t0"."id" FROM "users" AS "t0" ORDER BY "t0"."id" LIMIT ?1;
-- parameter int8 leaf 0
