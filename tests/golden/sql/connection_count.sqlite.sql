-- userConnection
SELECT (SELECT count(*) FROM "users" AS "t2");
