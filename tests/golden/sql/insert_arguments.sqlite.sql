-- createUser
INSERT INTO "users" ("username", "joined", "mood") VALUES (?1, ?2, ?3) RETURNING "users"."id", (upper("users"."username"));
-- parameter text constant u
-- parameter timestamptz constant 2026-01-01 00:00:00Z
-- parameter enum constant sad
