-- updateUser
WITH w AS (UPDATE "users" AS "t0" SET "mood" = $2, "age" = "t0"."age" + $3 WHERE "t0"."age" > $1 RETURNING *) SELECT (SELECT count(*) FROM w), /*rows*/ARRAY(SELECT ROW(w."id", w."age") FROM w);
-- parameter int4 constant 
-- parameter enum constant sad
-- parameter int4 constant 
