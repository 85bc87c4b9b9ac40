-- animal
SELECT "t1"."kind", "t1"."id", "t1"."barks", "t1"."lives", "t2"."id", "t2"."username" FROM (SELECT "t0"."id", "t0"."kind", "t0"."barks", "t0"."lives", "t0"."keeper_id", "t0"."id" AS "sort0" FROM "animals" AS "t0" ORDER BY "t0"."id" LIMIT 3) AS "t1" LEFT JOIN "users" AS "t2" ON "t2"."id" = "t1"."keeper_id" ORDER BY "t1"."sort0";
