-- user
SELECT "t0"."mood"::text FROM "users" AS "t0" WHERE "t0"."mood" = ANY($1) ORDER BY "t0"."id";
-- parameter enum constant {"happy","sad"}
