-- user
SELECT "t0"."id" FROM "users" AS "t0" ORDER BY "t0"."age" DESC, "t0"."id";
