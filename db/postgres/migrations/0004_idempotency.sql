-- Answers kept under the Idempotency-Key that their requests came with.
create table troupe.idempotency (
  scope text not null,
  key text not null,
  fingerprint text not null,
  claim uuid not null,
  claimed_at timestamptz not null default now(),
  -- Set in the transaction of the mutation: from here on it must not run again.
  committed boolean not null default false,
  status smallint,
  response text,
  expires_at timestamptz not null,
  primary key (scope, key)
);
create index idempotency_expires_at on troupe.idempotency (expires_at);

-- Called inside the mutation's transaction: fails if another request took the
-- key over in the meantime.
create function troupe.commit_key(a_scope text, a_key text, a_claim uuid) returns boolean language plpgsql as $$
begin
  update troupe.idempotency set committed = true where scope = a_scope and key = a_key and claim = a_claim;
  if not found then
    raise exception using errcode = 'TR001', message = 'another request took this idempotency key over';
  end if;
  return true;
end $$;
