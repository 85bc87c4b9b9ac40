-- place
SELECT "t0"."id", "t0"."span" FROM "places" AS "t0" WHERE ("t0"."span" @> $1::integer AND "t0"."span" && $2::int4range AND "t0"."span" -|- $3::int4range AND isempty("t0"."span") = $4) ORDER BY "t0"."id";
-- parameter text constant 7
-- parameter text constant [1,3)
-- parameter text constant [9,10)
-- parameter boolean constant 
