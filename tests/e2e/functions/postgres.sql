-- Functions that are mutations, in all the forms that they may have.
create type mood as enum ('happy', 'sad');
create table account (id integer primary key generated always as identity, email text not null unique, full_name text, mood mood, tags text[], touched timestamptz);
create table post (id integer primary key generated always as identity, author_id integer not null references account (id), title text not null);
create index on post (author_id);
create table attempt (email text not null);
insert into account (email, full_name) values ('ada@x', 'Ada');
insert into post (author_id, title) values (1, 'One'), (1, 'Two');

create type old_response as (status text, message text, entity_id text, entity_type text, entity jsonb, updated_fields text[], cascade jsonb, metadata jsonb);

-- A union of success and errors; what it did before it fails stays.
create function sign_up(email text, full_name text default 'Nobody', mood mood default null, tags text[] default '{}', address jsonb default null)
returns app.mutation_response language plpgsql as $$
declare a account;
begin
  insert into attempt values (sign_up.email);
  if sign_up.email not like '%@%' then
    return troupe.mutation_err('validation', 'no "@" in it', jsonb_build_object('field_name', 'email'));
  elsif exists (select 1 from account x where x.email = sign_up.email) then
    return troupe.mutation_err('conflict', 'email taken', jsonb_build_object('taken_email', sign_up.email, 'address', address));
  end if;
  insert into account (email, full_name, mood, tags) values (sign_up.email, sign_up.full_name, sign_up.mood, sign_up.tags) returning * into a;
  insert into post (author_id, title) values (a.id, 'Welcome');
  return troupe.mutation_ok(jsonb_build_object('id', a.id), null, 'Account', true, array['email', 'full_name']);
end $$;

-- The whole input as JSON: what is absent stays.
create function change_account(id integer, input jsonb) returns old_response language plpgsql as $$
declare a account; r old_response;
begin
  update account x set full_name = case when input ? 'full_name' then input ->> 'full_name' else x.full_name end,
    tags = case when input ? 'tags' then array(select jsonb_array_elements_text(input -> 'tags')) else x.tags end
  where x.id = change_account.id returning * into a;
  r.metadata := input;
  if a.id is null then
    r.status := 'not_found:account'; r.message := 'no such account';
  elsif input = '{}' then
    r.status := 'noop:empty'; r.entity := to_jsonb(a);
  else
    r.status := 'updated'; r.message := 'changed'; r.entity_id := a.id; r.entity_type := 'Account'; r.entity := to_jsonb(a); r.updated_fields := array(select jsonb_object_keys(input));
  end if;
  return r;
end $$;

create function close_account(id integer) returns app.mutation_response language plpgsql as $$
declare a account; posts jsonb[];
begin
  with gone as (delete from post where author_id = close_account.id returning post.id)
    select array_agg(troupe.deleted_entity('Post', gone.id::text)) from gone into posts;
  delete from account x where x.id = close_account.id returning * into a;
  if a.id is null then
    return troupe.mutation_err('not_found', 'no such account');
  end if;
  return troupe.mutation_ok(to_jsonb(a), null, 'Account', true, null, troupe.build_cascade('{}', posts));
end $$;

create function add_post(author_id integer, title text) returns post language sql as $$
  insert into post (author_id, title) values (add_post.author_id, add_post.title) returning * $$;
create function find_or_none(id integer) returns post language sql as $$ select * from post where post.id = find_or_none.id $$;
create function retitle(prefix text) returns setof post language sql as $$ update post set title = prefix || title returning * $$;
create function count_posts(above integer default 0) returns integer language sql stable as $$ select count(*)::integer from post where id > above $$;
create function touch(id integer) returns void language sql as $$ update account set touched = now() where account.id = touch.id $$;
create function first_titles(n integer) returns text[] language sql as $$ select array(select title from post order by id limit n) $$;
create function echo(value jsonb default null) returns jsonb language sql as $$ select value $$;
create function pick(what text) returns jsonb language sql as $$
  select case what when 'post' then jsonb_build_object('succeeded', true, 'state_changed', false, 'entity_type', 'Post', 'entity', (select to_jsonb(p) from post p order by id limit 1))
    when 'account' then jsonb_build_object('succeeded', true, 'state_changed', false, 'entity_type', 'Account', 'entity', jsonb_build_object('id', 1))
    when 'broken' then jsonb_build_object('succeeded', true, 'state_changed', true, 'error_class', 'conflict', 'entity', null)
    else jsonb_build_object('succeeded', false, 'state_changed', false, 'error_class', 'rate_limited', 'message', 'slow down', 'entity', null) end $$;
create function explode() returns boolean language plpgsql as $$ begin raise exception 'secret of the house'; end $$;

-- The form of FraiseQL with the image before.
create type response_with_image as (succeeded boolean, state_changed boolean, error_class text, message text, entity_id text, entity_type text, entity jsonb,
  updated_fields text[], cascade jsonb, entity_before jsonb);
create function rename_account(id integer, full_name text) returns response_with_image language plpgsql as $$
declare before jsonb; after jsonb;
begin
  select to_jsonb(a) into before from account a where a.id = rename_account.id;
  update account a set full_name = rename_account.full_name where a.id = rename_account.id returning to_jsonb(a) into after;
  return (true, true, null, null, id::text, 'Account', after, array['full_name'], null, before)::response_with_image;
end $$;
