-- postConnection
SELECT /*rows*/ARRAY(SELECT ROW("t1"."published", "t1"."id") FROM (SELECT "t0"."id", "t0"."published" FROM "blog"."posts" AS "t0" WHERE (("t0"."published", "t0"."id") < ($1, $2)) ORDER BY "t0"."published" DESC, "t0"."id" DESC LIMIT 4) AS "t1" ORDER BY "t1"."published" DESC, "t1"."id" DESC);
-- parameter boolean leaf 0
-- parameter int4 leaf 0
