-- insertUserOne
INSERT INTO "users" ("username", "joined") VALUES (?1, ?2) RETURNING "users"."id";
-- parameter text constant a
-- parameter timestamptz constant 2026-01-01 00:00:00Z
