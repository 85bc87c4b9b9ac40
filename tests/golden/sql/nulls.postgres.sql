-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE ("t0"."bio" IS NULL AND "t0"."age" IS NULL AND "t0"."mood" IS NOT NULL) ORDER BY "t0"."id";
