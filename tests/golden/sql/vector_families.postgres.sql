-- place
SELECT "t0"."id" FROM "places" AS "t0" WHERE ("t0"."embedding" <=> $1::float8[]::vector) < $2 ORDER BY ("t0"."embedding" <-> $3::float8[]::vector) LIMIT 3;
-- parameter float8 constant {1,2.5}
-- parameter float8 constant 
-- parameter float8 constant {1,2}
