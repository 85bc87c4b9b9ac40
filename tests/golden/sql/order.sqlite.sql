-- user
SELECT "t0"."id" FROM "users" AS "t0" ORDER BY "t0"."age" DESC NULLS FIRST, "t0"."username", "t0"."id";
