-- user
SELECT "t0"."mood" FROM "users" AS "t0" WHERE "t0"."mood" IN (SELECT value FROM json_each(?1)) ORDER BY "t0"."id";
-- parameter enum constant ["happy","sad"]
