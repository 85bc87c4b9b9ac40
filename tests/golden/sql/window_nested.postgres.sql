-- user
SELECT /*rows*/ARRAY(SELECT ROW("t1"."id", row_number() OVER (ORDER BY "t1"."id")) FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" ORDER BY "t1"."id" LIMIT 2) FROM "users" AS "t0" ORDER BY "t0"."id";
