-- insertUser
WITH w AS (INSERT INTO "users" AS "t0" ("username", "joined", "age") VALUES ($1, $2, DEFAULT), ($3, $4, $5) RETURNING *) SELECT (SELECT count(*) FROM w), /*rows*/ARRAY(SELECT ROW(w."id", w."username") FROM w);
-- parameter text constant a
-- parameter timestamptz constant 2026-01-01T00:00:00Z
-- parameter text constant b
-- parameter timestamptz constant 2026-01-01T00:00:00Z
-- parameter int4 constant 
