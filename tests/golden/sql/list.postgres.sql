-- user
SELECT "t0"."id", "t0"."username" FROM "users" AS "t0" ORDER BY "t0"."id";
