-- insertCommentOne
INSERT INTO "comments" AS "t0" ("slug", "body", "post_id") VALUES ($1, $2, $3) ON CONFLICT ("slug") DO UPDATE SET "body" = excluded."body" WHERE "t0"."body" <> $4 RETURNING "t0"."id";
-- parameter text constant s
-- parameter text constant b
-- parameter int4 constant 
-- parameter text constant x
