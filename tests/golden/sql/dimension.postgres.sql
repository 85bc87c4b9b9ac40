-- parcel
SELECT ("t0"."info"->'to'->>'region'), (("t0"."info"->>'stops')::integer) FROM "parcels" AS "t0" WHERE (("t0"."info"->'to'->>'region') LIKE $1 AND (("t0"."info"->>'stops')::integer) > $2) ORDER BY ("t0"."info"->'to'->>'region') DESC, "t0"."id" LIMIT 3;
-- parameter text constant n%
-- parameter int4 constant 
-- parcelAggregate
SELECT ("t0"."info"->'to'->>'region'), sum("t0"."weight"), max((("t0"."info"->>'stops')::integer)) FROM "parcels" AS "t0" GROUP BY ("t0"."info"->'to'->>'region') HAVING (sum("t0"."weight") > $1 AND sum((("t0"."info"->>'stops')::integer)) > $2) ORDER BY ("t0"."info"->'to'->>'region');
-- parameter numeric constant 3
-- parameter int8 constant 
