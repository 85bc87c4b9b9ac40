-- userByPk
SELECT "t0"."id", "t0"."username", "t0"."bio" FROM "users" AS "t0" WHERE "t0"."id" = $1;
-- merged: SELECT "t0"."id", "t0"."username", "t0"."bio" , "t0"."id" FROM "users" AS "t0" WHERE "t0"."id" = ANY($1);
-- parameter int4 leaf 0
