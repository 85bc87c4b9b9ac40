-- user
SELECT "t0"."id" FROM "users" AS "t0" ORDER BY (SELECT count(*) FROM "blog"."posts" AS "t1" WHERE "t1"."author_id" = "t0"."id") DESC, (SELECT max("t2"."price") FROM "blog"."posts" AS "t2" WHERE "t2"."author_id" = "t0"."id"), "t0"."id" LIMIT 3;
