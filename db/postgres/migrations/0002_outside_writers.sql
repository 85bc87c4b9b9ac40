-- Logs what a statement changed, for tables with `troupe migrate --triggers`.
-- Arguments: the GraphQL type, then the key columns. Statements of Troupe log
-- for themselves and say so in troupe.mediated; what they set off in turn
-- (cascades, other triggers) runs deeper and is logged here.
-- A row is written as n.*: n alone would be a column of that name.
create function troupe.log_changes() returns trigger language plpgsql as $$
declare
  columns text[] := tg_argv[1:];
  mine text := pg_current_xact_id()::text || ':' || tg_table_name;
begin
  if pg_trigger_depth() = 1 and current_setting('troupe.mediated', true) = mine then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into troupe.change_log (object_type, modification_type, object_id, object_key, object_data, schema_name, table_name, source)
    select tg_argv[0], tg_op, troupe.one_value(k.key), k.key, to_jsonb(n.*), tg_table_schema, tg_table_name, 'trigger'
    from new_rows n cross join lateral (select troupe.key_of(to_jsonb(n.*), columns) as key) k;
  elsif tg_op = 'DELETE' then
    insert into troupe.change_log (object_type, modification_type, object_id, object_key, object_data_before, schema_name, table_name, source)
    select tg_argv[0], tg_op, troupe.one_value(k.key), k.key, to_jsonb(o.*), tg_table_schema, tg_table_name, 'trigger'
    from old_rows o cross join lateral (select troupe.key_of(to_jsonb(o.*), columns) as key) k;
  else
    insert into troupe.change_log (object_type, modification_type, object_id, object_key, object_data, object_data_before,
                                   updated_fields, schema_name, table_name, source)
    select tg_argv[0], tg_op, troupe.one_value(n.key), n.key, n.data, o.data, troupe.differences(o.data, n.data),
           tg_table_schema, tg_table_name, 'trigger'
    from (select to_jsonb(r.*) as data, troupe.key_of(to_jsonb(r.*), columns) as key from new_rows r) n
    left join (select to_jsonb(r.*) as data, troupe.key_of(to_jsonb(r.*), columns) as key from old_rows r) o using (key)
    where o.data is distinct from n.data;
    -- A key that changed leaves the old entity behind.
    insert into troupe.change_log (object_type, modification_type, object_id, object_key, object_data_before, schema_name, table_name, source)
    select tg_argv[0], 'DELETE', troupe.one_value(o.key), o.key, o.data, tg_table_schema, tg_table_name, 'trigger'
    from (select to_jsonb(r.*) as data, troupe.key_of(to_jsonb(r.*), columns) as key from old_rows r) o
    where array_length(columns, 1) > 0
      and not exists (select 1 from new_rows r where troupe.key_of(to_jsonb(r.*), columns) = o.key);
  end if;
  return null;
end $$;

create function troupe.key_of(data jsonb, key text[]) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(k, data -> k), '{}') from unnest(key) as k
$$;

create function troupe.one_value(key jsonb) returns text language sql immutable as $$
  select case when count(*) = 1 then min(value) end from jsonb_each_text(key)
$$;

create function troupe.differences(old_data jsonb, new_data jsonb) returns text[] language sql immutable as $$
  select coalesce(array_agg(n.key order by n.key), '{}') from jsonb_each(new_data) n
  where n.value is distinct from old_data -> n.key
$$;

-- Logs the table from now on; calling it again is fine.
create function troupe.watch_table(target regclass, type_name text, variadic key text[]) returns void language plpgsql as $$
declare
  arguments text := quote_literal(type_name);
  k text;
begin
  foreach k in array key loop
    arguments := arguments || ', ' || quote_literal(k);
  end loop;
  perform troupe.unwatch_table(target);
  execute format('create trigger troupe_log_insert after insert on %s referencing new table as new_rows for each statement execute function troupe.log_changes(%s)', target, arguments);
  execute format('create trigger troupe_log_update after update on %s referencing new table as new_rows old table as old_rows for each statement execute function troupe.log_changes(%s)', target, arguments);
  execute format('create trigger troupe_log_delete after delete on %s referencing old table as old_rows for each statement execute function troupe.log_changes(%s)', target, arguments);
end $$;

create function troupe.unwatch_table(target regclass) returns void language plpgsql as $$
begin
  execute format('drop trigger if exists troupe_log_insert on %s', target);
  execute format('drop trigger if exists troupe_log_update on %s', target);
  execute format('drop trigger if exists troupe_log_delete on %s', target);
end $$;
