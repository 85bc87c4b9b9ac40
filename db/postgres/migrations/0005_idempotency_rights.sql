-- A request may run as a role of its own, which marks its key all the same.
create or replace function troupe.commit_key(a_scope text, a_key text, a_claim uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update troupe.idempotency set committed = true where scope = a_scope and key = a_key and claim = a_claim;
  if not found then
    raise exception using errcode = '40001', message = 'another request took this idempotency key over';
  end if;
  return true;
end $$;
grant usage on schema troupe to public;
