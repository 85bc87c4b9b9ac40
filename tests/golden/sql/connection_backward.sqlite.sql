-- postConnection
SELECT /*rows*/(SELECT troupe_rows(troupe_row("t1"."published", "t1"."id")) FROM (SELECT "t0"."id", "t0"."published" FROM "blog"."posts" AS "t0" WHERE (("t0"."published", "t0"."id") < (?1, ?2)) ORDER BY "t0"."published" DESC, "t0"."id" DESC LIMIT 4) AS "t1") AS troupe_rows_0;
-- parameter boolean leaf 0
-- parameter int4 leaf 0
