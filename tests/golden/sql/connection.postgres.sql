-- userConnection
SELECT (SELECT count(*) FROM "users" AS "t2" WHERE "t2"."age" > $1), /*rows*/ARRAY(SELECT ROW("t1"."id", "t1"."username", /*rows*/ARRAY(SELECT ROW("t3"."title") FROM "blog"."posts" AS "t3" WHERE "t3"."author_id" = "t1"."id" ORDER BY "t3"."id")) FROM (SELECT "t0"."id", "t0"."username" FROM "users" AS "t0" WHERE "t0"."age" > $2 ORDER BY "t0"."id" LIMIT 11) AS "t1" ORDER BY "t1"."id");
-- parameter int4 constant 
-- parameter int4 constant 
