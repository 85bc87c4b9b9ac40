-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE ("t0"."id" = ANY($1) AND NOT ("t0"."username" = ANY($2)) AND ("t0"."bio" = ANY($3)) IS NOT TRUE) ORDER BY "t0"."id";
-- parameter int4 constant {1,2}
-- parameter text constant {"a"}
-- parameter text constant {}
