-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE (("t0"."age" > ?1 AND "t0"."age" <= ?2) AND "t0"."joined" < ?3) ORDER BY "t0"."id";
-- parameter int4 constant 
-- parameter int4 constant 
-- parameter timestamptz constant 2026-01-01 00:00:00Z
