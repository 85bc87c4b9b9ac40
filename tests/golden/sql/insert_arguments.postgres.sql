-- createUser
INSERT INTO "users" AS "t0" ("username", "joined", "mood") VALUES ($1, $2, $3) RETURNING "t0"."id", (upper("t0"."username"));
-- parameter text constant u
-- parameter timestamptz constant 2026-01-01T00:00:00Z
-- parameter enum constant sad
