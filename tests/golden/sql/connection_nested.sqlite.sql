-- user
SELECT "t0"."id", (SELECT count(*) FROM "blog"."posts" AS "t3" WHERE "t3"."author_id" = "t0"."id"), /*rows*/(SELECT troupe_rows(troupe_row("t2"."title")) FROM (SELECT "t1"."id", "t1"."title" FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" ORDER BY "t1"."id" LIMIT 3) AS "t2") AS troupe_rows_2 FROM "users" AS "t0" ORDER BY "t0"."id";
