-- postAggregate
SELECT count(*), sum("t0"."price"), avg("t0"."price"::float8), min("t0"."title"), stddev_samp("t0"."price"::float8), bool_and("t0"."published") FROM "blog"."posts" AS "t0" WHERE "t0"."published";
