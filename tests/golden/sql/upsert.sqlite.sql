-- insertCommentOne
INSERT INTO "comments" ("slug", "body", "post_id") VALUES (?1, ?2, ?3) ON CONFLICT ("slug") DO UPDATE SET "body" = excluded."body" WHERE "comments"."body" <> ?4 RETURNING "comments"."id";
-- parameter text constant s
-- parameter text constant b
-- parameter int4 constant 
-- parameter text constant x
