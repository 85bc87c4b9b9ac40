-- a
SELECT "t1"."username", /*rows*/(SELECT troupe_rows(troupe_row("t3"."title")) FROM (SELECT "t2"."title" FROM "blog"."posts" AS "t2" WHERE "t2"."author_id" = "t1"."id" ORDER BY "t2"."id" LIMIT 2) AS "t3") AS troupe_rows_1 FROM (SELECT "t0"."id", "t0"."username", "t0"."id" AS "sort0" FROM "users" AS "t0" WHERE "t0"."age" > ?1 ORDER BY "t0"."id" LIMIT ?2) AS "t1" ORDER BY "t1"."sort0";
-- parameter int4 constant 
-- parameter int8 leaf 0
-- b
SELECT "t1"."username", /*rows*/(SELECT troupe_rows(troupe_row("t3"."title")) FROM (SELECT "t2"."title" FROM "blog"."posts" AS "t2" WHERE "t2"."author_id" = "t1"."id" ORDER BY "t2"."id" LIMIT 2) AS "t3") AS troupe_rows_1 FROM (SELECT "t0"."id", "t0"."username", "t0"."id" AS "sort0" FROM "users" AS "t0" WHERE "t0"."age" > ?1 ORDER BY "t0"."id" LIMIT ?2) AS "t1" ORDER BY "t1"."sort0";
-- parameter int4 constant 
-- parameter int8 leaf 0
-- c
SELECT "t1"."username", /*rows*/(SELECT troupe_rows(troupe_row("t3"."title")) FROM (SELECT "t2"."title" FROM "blog"."posts" AS "t2" WHERE "t2"."author_id" = "t1"."id" ORDER BY "t2"."id" LIMIT 2) AS "t3") AS troupe_rows_1 FROM (SELECT "t0"."id", "t0"."username", "t0"."id" AS "sort0" FROM "users" AS "t0" WHERE "t0"."age" > ?1 ORDER BY "t0"."id" LIMIT ?2) AS "t1" ORDER BY "t1"."sort0";
-- parameter int4 constant 
-- parameter int8 leaf 0
