-- user
SELECT /*rows*/(SELECT troupe_rows(troupe_row("t2"."id", "t2"."window0")) FROM (SELECT "t1"."id", row_number() OVER (ORDER BY "t1"."id" NULLS LAST) AS "window0" FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" ORDER BY "t1"."id" LIMIT 2) AS "t2") AS troupe_rows_0 FROM "users" AS "t0" ORDER BY "t0"."id";
