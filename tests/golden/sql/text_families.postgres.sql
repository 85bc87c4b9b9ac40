-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE ("t0"."username" LIKE $1 AND "t0"."username" ILIKE $2 AND "t0"."username" ILIKE $3 AND NOT ("t0"."username" ILIKE $4)) ORDER BY "t0"."id";
-- parameter text constant a\%%
-- parameter text constant %B\_
-- parameter text constant %c\\%
-- parameter text constant d%
