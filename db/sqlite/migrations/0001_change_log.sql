-- One row for each changed entity, written by triggers (`troupe migrate
-- --triggers`). The names are those of FraiseQL's table, and more.
CREATE TABLE troupe_change_log (
  pk_entity_change_log INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-'
    || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  tenant_id TEXT,
  fk_customer_org INTEGER,
  fk_contact INTEGER,
  object_type TEXT NOT NULL,
  modification_type TEXT NOT NULL CHECK (modification_type IN ('INSERT', 'UPDATE', 'DELETE', 'CUSTOM')),
  object_id TEXT,
  object_key TEXT,
  object_data TEXT,
  object_data_before TEXT,
  table_name TEXT,
  updated_fields TEXT,
  cascade TEXT,
  duration_ms INTEGER,
  started_at TEXT,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  commit_time TEXT,
  seq INTEGER,
  actor_type TEXT,
  acting_for TEXT,
  schema_version TEXT,
  trace_id TEXT,
  trace_context TEXT,
  change_status TEXT,
  extra_metadata TEXT,
  source TEXT NOT NULL DEFAULT 'trigger',
  operation_name TEXT,
  nats_published_at TEXT,
  nats_event_id TEXT
);
CREATE INDEX troupe_change_log_created_at ON troupe_change_log (created_at);
CREATE INDEX troupe_change_log_object ON troupe_change_log (object_type, pk_entity_change_log);
-- How far each reader has come.
CREATE TABLE troupe_change_cursor (
  name TEXT PRIMARY KEY,
  position TEXT NOT NULL,
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);
