-- What functions that are mutations return (docs/writing.md), under the names
-- that FraiseQL's functions use. What is there already is left alone.
create schema if not exists app;

do $$ begin
  if to_regtype('app.mutation_error_class') is null then
    create type app.mutation_error_class as enum (
      'validation', 'conflict', 'not_found', 'unauthorized', 'forbidden', 'internal', 'transaction_failed', 'timeout',
      'rate_limited', 'service_unavailable');
  end if;
  if to_regtype('app.mutation_response') is null then
    create type app.mutation_response as (
      succeeded boolean, state_changed boolean, error_class app.mutation_error_class, status_detail text,
      http_status smallint, message text, entity_id uuid, entity_type text, entity jsonb, updated_fields text[],
      cascade jsonb, error_detail jsonb, metadata jsonb);
  end if;
end $$;

create function troupe.library_version() returns text language sql immutable as $$ select '2.2.0' $$;

create function troupe.mutation_ok(
  entity jsonb default null, entity_id uuid default null, entity_type text default null, state_changed boolean default true,
  updated_fields text[] default null, cascade jsonb default null, metadata jsonb default null)
returns app.mutation_response language plpgsql stable as $$
declare
  r app.mutation_response;
begin
  r.succeeded := true;
  r.state_changed := mutation_ok.state_changed;
  r.entity := mutation_ok.entity;
  r.entity_id := mutation_ok.entity_id;
  r.entity_type := mutation_ok.entity_type;
  r.updated_fields := mutation_ok.updated_fields;
  r.cascade := mutation_ok.cascade;
  r.metadata := mutation_ok.metadata;
  return r;
end $$;

create function troupe.http_status_of(error_class app.mutation_error_class) returns smallint language sql immutable as $$
  select (case error_class
    when 'validation' then 422 when 'conflict' then 409 when 'not_found' then 404 when 'unauthorized' then 401
    when 'forbidden' then 403 when 'timeout' then 504 when 'rate_limited' then 429 when 'service_unavailable' then 503
    else 500 end)::smallint
$$;

create function troupe.mutation_err(
  error_class app.mutation_error_class, message text default '', error_detail jsonb default null, http_status integer default null)
returns app.mutation_response language plpgsql stable as $$
declare
  r app.mutation_response;
begin
  r.succeeded := false;
  r.state_changed := false;
  r.error_class := mutation_err.error_class;
  r.message := mutation_err.message;
  r.error_detail := mutation_err.error_detail;
  r.http_status := coalesce(mutation_err.http_status, troupe.http_status_of(mutation_err.error_class));
  return r;
end $$;

create function troupe.build_cascade(
  updated jsonb[] default '{}', deleted jsonb[] default '{}', invalidations jsonb[] default '{}', metadata jsonb default '{}')
returns jsonb language sql stable as $$
  select jsonb_build_object(
    'updated', coalesce(to_jsonb(updated), '[]'), 'deleted', coalesce(to_jsonb(deleted), '[]'),
    'invalidations', coalesce(to_jsonb(invalidations), '[]'),
    'metadata', jsonb_build_object('timestamp', now(), 'affected_count',
                                   coalesce(cardinality(updated), 0) + coalesce(cardinality(deleted), 0),
                                   'depth', 1, 'transaction_id', pg_current_xact_id_if_assigned()::text, 'truncated', false)
                || coalesce(metadata, '{}'))
$$;

create function troupe.cascade_entity(typename text, id text, operation text, view_name text) returns jsonb language plpgsql stable as $$
declare
  data jsonb;
begin
  if operation not in ('CREATED', 'UPDATED') then
    raise exception 'the operation of a cascade entity is CREATED or UPDATED, not %', operation;
  end if;
  execute format('select data from %s where id::text = $1', view_name::regclass) into data using id;
  return jsonb_build_object('__typename', typename, 'id', id, 'operation', operation, 'entity', data);
end $$;

create function troupe.deleted_entity(typename text, id text, deleted_at timestamptz default now()) returns jsonb language sql stable as $$
  select jsonb_build_object('__typename', typename, 'id', id, 'deleted_at', deleted_at)
$$;

create function troupe.cascade_invalidation(query_name text, strategy text default 'INVALIDATE', scope text default 'PREFIX')
returns jsonb language plpgsql immutable as $$
begin
  if strategy not in ('INVALIDATE', 'REFETCH', 'REMOVE') then
    raise exception 'the strategy of an invalidation is INVALIDATE, REFETCH or REMOVE, not %', strategy;
  elsif scope not in ('EXACT', 'PREFIX', 'PATTERN', 'ALL') then
    raise exception 'the scope of an invalidation is EXACT, PREFIX, PATTERN or ALL, not %', scope;
  end if;
  return jsonb_build_object('query_name', query_name, 'strategy', strategy, 'scope', scope);
end $$;
