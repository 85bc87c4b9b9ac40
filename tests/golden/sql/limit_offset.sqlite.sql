-- user
SELECT "t0"."id" FROM "users" AS "t0" ORDER BY "t0"."id" LIMIT 10 OFFSET 5;
