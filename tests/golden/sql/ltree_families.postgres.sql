-- place
SELECT "t0"."id", "t0"."path"::text FROM "places" AS "t0" WHERE ("t0"."path" <@ $1::ltree AND "t0"."path" ? $2::lquery[] AND nlevel("t0"."path") < $3) ORDER BY "t0"."id";
-- parameter text constant a.b
-- parameter text constant {"*.c"}
-- parameter int4 constant 
