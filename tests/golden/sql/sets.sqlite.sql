-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE ("t0"."id" IN (SELECT value FROM json_each(?1)) AND NOT ("t0"."username" IN (SELECT value FROM json_each(?2))) AND ("t0"."bio" IN (SELECT value FROM json_each(?3))) IS NOT TRUE) ORDER BY "t0"."id";
-- parameter int4 constant [1,2]
-- parameter text constant ["a"]
-- parameter text constant []
