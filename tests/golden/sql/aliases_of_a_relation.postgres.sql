-- user
SELECT /*rows*/ARRAY(SELECT ROW("t1"."id") FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" ORDER BY "t1"."id" LIMIT 1), /*rows*/ARRAY(SELECT ROW("t2"."id", "t2"."title") FROM "blog"."posts" AS "t2" WHERE "t2"."author_id" = "t0"."id" ORDER BY "t2"."id" OFFSET 1) FROM "users" AS "t0" ORDER BY "t0"."id";
