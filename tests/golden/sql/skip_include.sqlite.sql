-- user
SELECT "t0"."username", /*rows*/(SELECT troupe_rows(troupe_row("t2"."title")) FROM (SELECT "t1"."title" FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" ORDER BY "t1"."id") AS "t2") AS troupe_rows_1 FROM "users" AS "t0" ORDER BY "t0"."id";
