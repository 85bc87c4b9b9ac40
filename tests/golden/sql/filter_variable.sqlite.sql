-- user
SELECT "t0"."mood" FROM "users" AS "t0" WHERE ("t0"."mood" = ?1 AND "t0"."id" IN (SELECT value FROM json_each(?2))) ORDER BY "t0"."id";
-- parameter enum leaf 0
-- parameter int4 leaf 1
