-- user
SELECT "t0"."username", /*row*/(SELECT troupe_row(count(*), max("t1"."price")) FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" AND "t1"."published") AS troupe_row_1 FROM "users" AS "t0" ORDER BY "t0"."id";
