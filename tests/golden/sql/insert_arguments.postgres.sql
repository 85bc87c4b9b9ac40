-- createUser
WITH written AS (INSERT INTO "users" ("username", "joined", "mood") VALUES ($1, $2, $3) RETURNING *) SELECT "written"."id", (upper("written"."username")) FROM written;
-- parameter text constant u
-- parameter timestamptz constant 2026-01-01T00:00:00Z
-- parameter enum constant sad
