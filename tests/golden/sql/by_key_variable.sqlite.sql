-- userByPk
SELECT "t0"."id", "t0"."username", "t0"."bio" FROM "users" AS "t0" WHERE "t0"."id" = ?1;
-- parameter int4 leaf 0
