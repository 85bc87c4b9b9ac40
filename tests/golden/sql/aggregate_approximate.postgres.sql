-- userAggregate
SELECT (SELECT CASE WHEN c.reltuples > 0 THEN c.reltuples::bigint ELSE (SELECT count(*) FROM "users") END FROM pg_class AS c WHERE c.oid = '"users"'::regclass);
-- postAggregate
SELECT count(*), (SELECT CASE WHEN c.reltuples > 0 THEN c.reltuples::bigint ELSE (SELECT count(*) FROM "blog"."posts") END FROM pg_class AS c WHERE c.oid = '"blog"."posts"'::regclass), array_agg("t0"."title" ORDER BY "t0"."id") FROM "blog"."posts" AS "t0";
