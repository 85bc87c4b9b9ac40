-- user
SELECT 1 FROM "users" AS "t0" ORDER BY "t0"."id" LIMIT 0;
