-- createComment
INSERT INTO "comments" ("slug", "body", "post_id") VALUES (?1, ?2, ?3) RETURNING "comments"."id", /*row*/(SELECT troupe_row("t1"."title", /*rows*/(SELECT troupe_rows(troupe_row("t3"."body")) FROM (SELECT "t2"."body" FROM "comments" AS "t2" WHERE "t2"."post_id" = "t1"."id" ORDER BY "t2"."id") AS "t3")) FROM (SELECT "t0"."id", "t0"."title" FROM "blog"."posts" AS "t0" WHERE "t0"."id" = "comments"."post_id" LIMIT 1) AS "t1") AS troupe_row_1, /*row*/(SELECT troupe_row("t5"."username") FROM (SELECT "t4"."username" FROM "users" AS "t4" WHERE "t4"."id" = "comments"."author_id" LIMIT 1) AS "t5") AS troupe_row_2;
-- parameter text constant s
-- parameter text constant b
-- parameter int4 constant 
