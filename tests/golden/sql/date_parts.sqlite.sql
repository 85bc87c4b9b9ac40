-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE (CAST(strftime('%Y', "t0"."joined") AS INTEGER) = ?1 AND ((CAST(strftime('%w', "t0"."joined") AS INTEGER) + 6) % 7 + 1) IN (SELECT value FROM json_each(?2)) AND ((CAST(strftime('%m', "t0"."joined") AS INTEGER) + 2) / 3) < ?3) ORDER BY "t0"."id";
-- parameter int4 constant 
-- parameter int4 constant [6,7]
-- parameter int4 constant 
