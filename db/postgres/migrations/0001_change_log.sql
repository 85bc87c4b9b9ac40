create schema if not exists troupe;

-- One row for each changed entity, written in the transaction that changes it.
-- The names are those of FraiseQL's core.tb_entity_change_log, and more.
create sequence troupe.change_sequence;

create table troupe.change_log (
  pk_entity_change_log bigint generated always as identity primary key,
  id uuid not null default gen_random_uuid(),
  -- The transaction that wrote the row: readers go by visibility of
  -- transactions, so that a lower number that commits late is not skipped.
  txid xid8 not null default pg_current_xact_id(),
  tenant_id uuid,
  fk_customer_org bigint,
  fk_contact bigint,
  object_type text not null,
  modification_type text not null check (modification_type in ('INSERT', 'UPDATE', 'DELETE', 'CUSTOM')),
  object_id text,
  object_key jsonb,
  object_data jsonb,
  object_data_before jsonb,
  schema_name text,
  table_name text,
  updated_fields text[],
  cascade jsonb,
  duration_ms integer,
  started_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  commit_time timestamptz,
  seq bigint not null default nextval('troupe.change_sequence'),
  actor_type text,
  acting_for uuid,
  schema_version text,
  trace_id text,
  trace_context jsonb,
  change_status text,
  extra_metadata jsonb,
  source text not null default 'troupe',
  operation_name text,
  nats_published_at timestamptz,
  nats_event_id uuid
);
create index change_log_txid on troupe.change_log (txid);
create index change_log_created_at on troupe.change_log (created_at);
create index change_log_object on troupe.change_log (object_type, seq);
create index change_log_tenant on troupe.change_log (tenant_id, seq) where tenant_id is not null;

-- A hint that there is something to read; readers poll too.
create function troupe.announce_changes() returns trigger language plpgsql as $$
begin
  perform pg_notify('troupe_changes', '');
  return null;
end $$;
create trigger announce_changes after insert on troupe.change_log
  for each statement execute function troupe.announce_changes();

-- How far each reader has come.
create table troupe.change_cursor (
  name text primary key,
  position text not null,
  updated_at timestamptz not null default now()
);

-- Deletes what is older than `age`, some rows at a time; returns how many.
create function troupe.trim_changes(age interval, most integer default 10000) returns bigint language sql as $$
  with old as (
    select pk_entity_change_log from troupe.change_log where created_at < now() - age
    order by created_at limit most for update skip locked),
  gone as (
    delete from troupe.change_log l using old where l.pk_entity_change_log = old.pk_entity_change_log returning 1)
  select count(*) from gone
$$;

create view troupe.v_entity_change_log as
  select pk_entity_change_log, id, tenant_id, fk_customer_org, fk_contact, object_type, modification_type, object_id,
         object_data, object_data_before, updated_fields, cascade, duration_ms, started_at, created_at, commit_time, seq,
         actor_type, acting_for, schema_version, trace_id, trace_context, change_status, extra_metadata,
         nats_published_at, nats_event_id
  from troupe.change_log;
