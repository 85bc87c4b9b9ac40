-- post
SELECT "t0"."id" FROM "blog"."posts" AS "t0" WHERE ("t0"."meta" @> $1::jsonb AND "t0"."meta" ? $2::text AND "t0"."meta" ?| $3::text[] AND ((jsonb_typeof(("t0"."meta" #> $4::text[])) = jsonb_typeof($5::jsonb) AND ("t0"."meta" #> $4::text[]) > $5::jsonb) AND ("t0"."meta" #>> $4::text[]) LIKE $6)) ORDER BY "t0"."id";
-- parameter jsonb constant {"a":1}
-- parameter text constant k
-- parameter text constant {"x","y"}
-- parameter text constant {"a","0"}
-- parameter jsonb constant 3
-- parameter text constant 4%
