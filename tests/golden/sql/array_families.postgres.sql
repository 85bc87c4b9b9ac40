-- post
SELECT "t0"."id" FROM "blog"."posts" AS "t0" WHERE ("t0"."tags" <@ $1 AND EXISTS (SELECT 1 FROM unnest("t0"."tags") AS "t1"(item) WHERE "t1".item LIKE $2) AND NOT EXISTS (SELECT 1 FROM unnest("t0"."tags") AS "t2"(item) WHERE ("t2".item IS DISTINCT FROM $3) IS NOT TRUE) AND cardinality("t0"."tags") > $4) ORDER BY "t0"."id";
-- parameter text constant {"a"}
-- parameter text constant b%
-- parameter text constant c
-- parameter int4 constant 
