-- recent
SELECT "t0"."id" FROM "blog"."posts" AS "t0" WHERE "t0"."published" = ?1 ORDER BY "t0"."id" LIMIT 20;
-- parameter boolean constant 
-- other
SELECT "t0"."id" FROM "blog"."posts" AS "t0" ORDER BY "t0"."id" LIMIT 2;
