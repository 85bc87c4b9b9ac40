-- insertUserOne
INSERT INTO "users" AS "t0" ("username", "joined") VALUES ($1, $2) RETURNING "t0"."id";
-- parameter text constant a
-- parameter timestamptz constant 2026-01-01T00:00:00Z
