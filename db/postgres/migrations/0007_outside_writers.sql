-- Triggers of outside writers: roles that may not write the log themselves,
-- TRUNCATE, partitions that are written by their own name, tables without a
-- key; and a mark of Troupe's own statements that ends with the statement, for
-- what functions write later in the transaction is nobody else's to log.
create or replace function troupe.log_changes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  columns text[] := tg_argv[1:];
  mine text := pg_current_xact_id()::text || ':' || tg_table_name || ':' || extract(epoch from statement_timestamp());
  in_schema text := tg_table_schema;
  in_table text := tg_table_name;
begin
  if pg_trigger_depth() = 1 and current_setting('troupe.mediated', true) = mine then
    return null;
  end if;
  -- Rows of a partition are those of its topmost table.
  select n.nspname, c.relname into in_schema, in_table
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.oid = coalesce(pg_partition_root(tg_relid), tg_relid);
  if tg_op = 'TRUNCATE' then
    insert into troupe.change_log (object_type, modification_type, schema_name, table_name, source)
    values (tg_argv[0], 'CUSTOM', in_schema, in_table, 'trigger');
  elsif tg_op = 'INSERT' then
    insert into troupe.change_log (object_type, modification_type, object_id, object_key, object_data, schema_name, table_name, source)
    select tg_argv[0], tg_op, troupe.one_value(k.key), k.key, to_jsonb(n.*), in_schema, in_table, 'trigger'
    from new_rows n cross join lateral (select troupe.key_of(to_jsonb(n.*), columns) as key) k;
  elsif tg_op = 'DELETE' then
    insert into troupe.change_log (object_type, modification_type, object_id, object_key, object_data_before, schema_name, table_name, source)
    select tg_argv[0], tg_op, troupe.one_value(k.key), k.key, to_jsonb(o.*), in_schema, in_table, 'trigger'
    from old_rows o cross join lateral (select troupe.key_of(to_jsonb(o.*), columns) as key) k;
  elsif coalesce(array_length(columns, 1), 0) = 0 then
    -- Which row became which nobody can tell.
    insert into troupe.change_log (object_type, modification_type, object_key, object_data, schema_name, table_name, source)
    select tg_argv[0], tg_op, '{}', to_jsonb(n.*), in_schema, in_table, 'trigger' from new_rows n;
  else
    insert into troupe.change_log (object_type, modification_type, object_id, object_key, object_data, object_data_before,
                                   updated_fields, schema_name, table_name, source)
    select tg_argv[0], tg_op, troupe.one_value(n.key), n.key, n.data, o.data, troupe.differences(o.data, n.data),
           in_schema, in_table, 'trigger'
    from (select to_jsonb(r.*) as data, troupe.key_of(to_jsonb(r.*), columns) as key from new_rows r) n
    left join (select to_jsonb(r.*) as data, troupe.key_of(to_jsonb(r.*), columns) as key from old_rows r) o using (key)
    where o.data is distinct from n.data;
    -- A key that changed leaves the old entity behind.
    insert into troupe.change_log (object_type, modification_type, object_id, object_key, object_data_before, schema_name, table_name, source)
    select tg_argv[0], 'DELETE', troupe.one_value(o.key), o.key, o.data, in_schema, in_table, 'trigger'
    from (select to_jsonb(r.*) as data, troupe.key_of(to_jsonb(r.*), columns) as key from old_rows r) o
    where not exists (
      select 1 from (select troupe.key_of(to_jsonb(r.*), columns) as key from new_rows r) n where n.key = o.key);
  end if;
  return null;
end $$;

-- The triggers of one table; `arguments` as they stand in SQL.
create function troupe.add_triggers(target regclass, arguments text) returns void language plpgsql as $$
begin
  perform troupe.drop_triggers(target);
  execute format('create trigger troupe_log_insert after insert on %s referencing new table as new_rows for each statement execute function troupe.log_changes(%s)', target, arguments);
  execute format('create trigger troupe_log_update after update on %s referencing new table as new_rows old table as old_rows for each statement execute function troupe.log_changes(%s)', target, arguments);
  execute format('create trigger troupe_log_delete after delete on %s referencing old table as old_rows for each statement execute function troupe.log_changes(%s)', target, arguments);
  execute format('create trigger troupe_log_truncate after truncate on %s for each statement execute function troupe.log_changes(%s)', target, arguments);
end $$;

create function troupe.drop_triggers(target regclass) returns void language plpgsql as $$
declare
  what text;
begin
  foreach what in array array['insert', 'update', 'delete', 'truncate'] loop
    execute format('drop trigger if exists troupe_log_%s on %s', what, target);
  end loop;
end $$;

-- A table and its partitions: a statement sets off the triggers of the table
-- that it names.
create function troupe.with_partitions(target regclass) returns setof regclass language sql as $$
  select target union select relid from pg_partition_tree(target)
    join pg_class c on c.oid = relid where c.relkind in ('r', 'p')
$$;

create or replace function troupe.watch_table(target regclass, type_name text, variadic key text[]) returns void language plpgsql as $$
declare
  arguments text := quote_literal(type_name);
  k text;
begin
  foreach k in array key loop
    arguments := arguments || ', ' || quote_literal(k);
  end loop;
  perform troupe.add_triggers(t, arguments) from troupe.with_partitions(target) as t;
end $$;

create or replace function troupe.unwatch_table(target regclass) returns void language plpgsql as $$
begin
  perform troupe.drop_triggers(t) from troupe.with_partitions(target) as t;
end $$;

-- Tables that are watched already.
with x as materialized (
  select tgrelid::regclass as root, substring(pg_get_triggerdef(oid) from 'troupe\.log_changes\((.*)\)$') as arguments
  from pg_trigger where tgname = 'troupe_log_insert')
select troupe.add_triggers(t, x.arguments) from x cross join lateral troupe.with_partitions(x.root) as t;

-- Deletes what is older than `age`, some rows at a time; returns how many. A
-- reader that was there within that time is waited for.
create or replace function troupe.trim_changes(age interval, most integer default 10000) returns bigint language sql as $$
  with readers as materialized (
    select c.position::pg_snapshot as seen from troupe.change_cursor c
    where c.updated_at >= now() - age and c.position ~ '^[0-9]+:[0-9]+:'),
  old as (
    select pk_entity_change_log from troupe.change_log l where created_at < now() - age
      and not exists (select 1 from readers r where not pg_visible_in_snapshot(l.txid, r.seen))
    order by created_at limit most for update skip locked),
  gone as (
    delete from troupe.change_log l using old where l.pk_entity_change_log = old.pk_entity_change_log returning 1)
  select count(*) from gone
$$;
