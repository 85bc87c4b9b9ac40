-- commentByPk
SELECT "t0"."id", "t0"."slug" FROM "comments" AS "t0" WHERE "t0"."id" = $1;
-- merged: SELECT "t0"."id", "t0"."slug" , "t0"."id" FROM "comments" AS "t0" WHERE "t0"."id" = ANY($1);
-- parameter int8 constant 
