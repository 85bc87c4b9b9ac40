-- post
SELECT "t0"."id" FROM "blog"."posts" AS "t0" WHERE to_tsvector('english', "t0"."title") @@ websearch_to_tsquery('english', $1::text) ORDER BY "t0"."id";
-- parameter text constant fast -slow
-- place
SELECT "t0"."id" FROM "places" AS "t0" WHERE "t0"."words" @@ phraseto_tsquery($1::text) ORDER BY "t0"."id";
-- parameter text constant a b
