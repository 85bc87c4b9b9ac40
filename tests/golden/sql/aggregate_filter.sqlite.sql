-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE (SELECT (count(*) > CAST(?1 AS NUMERIC) AND avg("t1"."price") < CAST(?2 AS NUMERIC)) FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" AND "t1"."published") ORDER BY "t0"."id";
-- parameter int8 constant 
-- parameter float8 constant 
