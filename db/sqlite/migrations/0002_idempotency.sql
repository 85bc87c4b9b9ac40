-- Answers kept under the Idempotency-Key that their requests came with.
CREATE TABLE troupe_idempotency (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  claim TEXT NOT NULL,
  claimed_at INTEGER NOT NULL DEFAULT (unixepoch()),
  -- Set in the transaction of the mutation: from here on it must not run again.
  committed INTEGER NOT NULL DEFAULT 0,
  status INTEGER,
  response TEXT,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) WITHOUT ROWID;
CREATE INDEX troupe_idempotency_expires_at ON troupe_idempotency (expires_at);
