-- insertComment
INSERT INTO "comments" ("slug", "body", "post_id") VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING RETURNING troupe_remember('troupe.k0', json_object('id', "comments"."id"));
SELECT json_array_length(troupe_recall('troupe.k0'));
-- parameter text constant s
-- parameter text constant b
-- parameter int4 constant 
