-- place
SELECT "t0"."id", "t0"."address" FROM "places" AS "t0" WHERE ("t0"."address" <<= $1::inet AND (("t0"."address" <<= '10.0.0.0/8' OR "t0"."address" <<= '172.16.0.0/12' OR "t0"."address" <<= '192.168.0.0/16' OR "t0"."address" <<= 'fc00::/7')) = $2 AND "t0"."address" = $3) ORDER BY "t0"."id";
-- parameter text constant 10.0.0.0/8
-- parameter boolean constant 
-- parameter inet constant 10.0.0.1
