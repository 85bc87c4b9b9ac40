-- insertUser
SELECT 0, /*rows*/ARRAY(SELECT ROW("t0"."id") FROM "users" AS "t0" WHERE FALSE);
