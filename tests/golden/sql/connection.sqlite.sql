-- userConnection
SELECT (SELECT count(*) FROM "users" AS "t2" WHERE "t2"."age" > ?1), /*rows*/(SELECT troupe_rows(troupe_row("t1"."id", "t1"."username", /*rows*/(SELECT troupe_rows(troupe_row("t4"."title")) FROM (SELECT "t3"."title" FROM "blog"."posts" AS "t3" WHERE "t3"."author_id" = "t1"."id" ORDER BY "t3"."id") AS "t4"))) FROM (SELECT "t0"."id", "t0"."username" FROM "users" AS "t0" WHERE "t0"."age" > ?2 ORDER BY "t0"."id" LIMIT 11) AS "t1") AS troupe_rows_1;
-- parameter int4 constant 
-- parameter int4 constant 
