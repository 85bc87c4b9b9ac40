-- post
SELECT "t0"."id" FROM "blog"."posts" AS "t0" WHERE ("t0"."meta" ? $1::text AND ((jsonb_typeof(("t0"."meta" #> $2::text[])) = jsonb_typeof($3::jsonb) AND ("t0"."meta" #> $2::text[]) >= $3::jsonb) AND ("t0"."meta" #> $2::text[]) IS DISTINCT FROM $4::jsonb)) ORDER BY "t0"."id";
-- parameter text constant k
-- parameter text constant {"a","0"}
-- parameter jsonb constant 3
-- parameter jsonb constant 7
