-- post
SELECT "t0"."tags", "t0"."meta" FROM "blog"."posts" AS "t0" WHERE ("t0"."tags" @> ?1 AND "t0"."meta" = ?2) ORDER BY "t0"."id";
-- parameter text constant ["x"]
-- parameter jsonb constant {"a":1}
