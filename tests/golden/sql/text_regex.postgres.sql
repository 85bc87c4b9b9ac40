-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE ("t0"."username" ~ $1 AND "t0"."username" !~* $2) ORDER BY "t0"."id";
-- parameter text constant ^a
-- parameter text constant b$
