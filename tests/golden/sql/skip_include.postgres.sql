-- user
SELECT "t0"."username", /*rows*/ARRAY(SELECT ROW("t1"."title") FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" ORDER BY "t1"."id") FROM "users" AS "t0" ORDER BY "t0"."id";
