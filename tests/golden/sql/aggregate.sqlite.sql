-- postAggregate
SELECT count(*), sum("t0"."price"), avg("t0"."price"), min("t0"."title"), troupe_stddev_samp("t0"."price"), min("t0"."published") FROM "blog"."posts" AS "t0" WHERE "t0"."published";
