-- insertComment
WITH w AS (INSERT INTO "comments" AS "t0" ("slug", "body", "post_id") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING *) SELECT (SELECT count(*) FROM w);
-- parameter text constant s
-- parameter text constant b
-- parameter int4 constant 
