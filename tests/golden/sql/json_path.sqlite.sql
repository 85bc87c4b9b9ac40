-- post
SELECT "t0"."id" FROM "blog"."posts" AS "t0" WHERE (json_type("t0"."meta", ?1) IS NOT NULL AND (((typeof(json_extract("t0"."meta", ?2)) = 'text') = (typeof(json_extract(?3, '$')) = 'text') AND json_extract("t0"."meta", ?2) >= json_extract(?3, '$')) AND json_extract("t0"."meta", ?2) IS NOT json_extract(?4, '$'))) ORDER BY "t0"."id";
-- parameter text constant $."k"
-- parameter text constant $."a"[0]
-- parameter jsonb constant 3
-- parameter jsonb constant 7
