-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE (FALSE AND TRUE AND (TRUE) IS NOT TRUE) ORDER BY "t0"."id";
