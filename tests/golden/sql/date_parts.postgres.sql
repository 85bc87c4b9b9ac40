-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE (trunc(extract(year FROM "t0"."joined" AT TIME ZONE 'UTC'))::integer = $1 AND trunc(extract(isodow FROM "t0"."joined" AT TIME ZONE 'UTC'))::integer = ANY($2) AND trunc(extract(quarter FROM "t0"."joined" AT TIME ZONE 'UTC'))::integer < $3) ORDER BY "t0"."id";
-- parameter int4 constant 
-- parameter int4 constant {6,7}
-- parameter int4 constant 
