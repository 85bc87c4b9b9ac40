-- The answer is kept in the transaction that it is the answer to: with a status
-- it is whole, without it is that of the root fields so far.
create function troupe.answer_key(a_scope text, a_key text, a_claim uuid, a_status bigint, a_response text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update troupe.idempotency set committed = true, status = a_status, response = a_response
    where scope = a_scope and key = a_key and claim = a_claim;
  if not found then
    raise exception using errcode = '40001', message = 'another request took this idempotency key over';
  end if;
  return true;
end $$;
