-- insertUser
SELECT 0, /*rows*/(SELECT troupe_rows(troupe_row("t0"."id")) FROM "users" AS "t0" WHERE FALSE) AS troupe_rows_1;
