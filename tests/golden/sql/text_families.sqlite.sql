-- user
SELECT "t0"."id" FROM "users" AS "t0" WHERE (troupe_like("t0"."username", ?1) AND troupe_ilike("t0"."username", ?2) AND troupe_ilike("t0"."username", ?3) AND NOT (troupe_ilike("t0"."username", ?4))) ORDER BY "t0"."id";
-- parameter text constant a\%%
-- parameter text constant %B\_
-- parameter text constant %c\\%
-- parameter text constant d%
