-- a
UPDATE "users" SET "age" = ?2 WHERE "users"."id" = ?1 RETURNING "users"."id";
-- parameter int4 constant 
-- parameter int4 constant 
-- __typename
-- literal "Mutation"
-- b
UPDATE "blog"."posts" SET "title" = ?2 WHERE "posts"."id" = ?1 RETURNING troupe_remember('troupe.k0', json_object('id', "posts"."id"));
SELECT "t1"."id" FROM json_each(troupe_recall('troupe.k0')) AS k JOIN "blog"."posts" AS "t0" ON "t0"."id" = json_extract(k.value, '$."id"') LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id";
-- parameter int4 constant 
-- parameter text constant x
