-- user
SELECT "t0"."id", (SELECT count(*) FROM "blog"."posts" AS "t3" WHERE "t3"."author_id" = "t0"."id"), /*rows*/ARRAY(SELECT ROW("t2"."title") FROM (SELECT "t1"."id", "t1"."title" FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id" ORDER BY "t1"."id" LIMIT 3) AS "t2" ORDER BY "t2"."id") FROM "users" AS "t0" ORDER BY "t0"."id";
