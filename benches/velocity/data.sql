-- 10,000 users, 50,000 posts, 200,000 comments: the shape that public runs of
-- this kind use. Deterministic, so that answers can be compared.
drop table if exists comments, posts, users cascade;

create table users (
  id integer generated always as identity primary key,
  username text not null unique,
  full_name text not null,
  email text not null unique,
  bio text,
  created_at timestamptz not null default now()
);

create table posts (
  id integer generated always as identity primary key,
  author_id integer not null references users (id),
  title text not null,
  content text not null,
  published boolean not null,
  created_at timestamptz not null default now()
);

create table comments (
  id integer generated always as identity primary key,
  post_id integer not null references posts (id),
  author_id integer not null references users (id),
  content text not null,
  created_at timestamptz not null default now()
);

insert into users (username, full_name, email, bio)
select format('user%s', n), format('Full Name %s', n),
       format('user%s@example.com', n), repeat(format('about %s ', n), 10)
from generate_series(1, 10000) n;

insert into posts (author_id, title, content, published)
select 1 + (n * 31) % 10000, format('Post title %s', n),
       repeat(format('Some words of the text of post %s. ', n), 16), n % 5 <> 0
from generate_series(1, 50000) n;

insert into comments (post_id, author_id, content)
select 1 + (n::bigint * 17) % 50000, 1 + (n::bigint * 13) % 10000,
       format('Comment number %s says something short.', n)
from generate_series(1, 200000) n;

create index on posts (author_id);
create index on posts (published, id);
create index on comments (post_id);
create index on comments (author_id);
vacuum analyze users, posts, comments;
