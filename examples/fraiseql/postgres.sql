-- Tables, and views with one JSON document a row, as FraiseQL has them.
CREATE TABLE tb_author (
  pk_author bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  name text NOT NULL,
  city text,
  country text
);
CREATE TABLE tb_book (
  pk_book bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  fk_author bigint REFERENCES tb_author (pk_author),
  title text NOT NULL,
  page_count integer,
  price numeric(10, 2) NOT NULL,
  rating double precision,
  in_print boolean NOT NULL,
  genre text NOT NULL,
  published_on date,
  added_at timestamptz NOT NULL,
  tags text[] NOT NULL,
  attributes jsonb,
  home_page text
);
CREATE TABLE tb_copy (
  pk_copy bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  fk_book bigint NOT NULL REFERENCES tb_book (pk_book),
  shelf integer NOT NULL,
  address text,
  lent_to text
);
CREATE INDEX ON tb_book (fk_author);
CREATE INDEX ON tb_copy (fk_book);

INSERT INTO tb_author (id, name, city, country) VALUES
  ('00000000-0000-0000-0000-0000000000a1', 'Ada Quill', 'Lyon', 'FR'),
  ('00000000-0000-0000-0000-0000000000a2', 'Bo "Ink" Marsh', NULL, NULL),
  ('00000000-0000-0000-0000-0000000000a3', 'Çelik', 'Izmir', NULL);
INSERT INTO tb_book (id, fk_author, title, page_count, price, rating, in_print, genre, published_on, added_at, tags, attributes, home_page) VALUES
  ('00000000-0000-0000-0000-0000000000b1', 1, 'Salt and Paper', 320, 19.90, 4.5, true, 'NOVEL', '2001-05-01', '2026-01-01 10:00:00+00', '{sea,letters}', '{"cover": "hard", "sizes": [1, 2]}', 'https://example.org/salt'),
  ('00000000-0000-0000-0000-0000000000b2', 1, 'The 100% Wind', 96, 8.00, NULL, false, 'POETRY', NULL, '2026-01-02 10:00:00+00', '{sea}', NULL, NULL),
  ('00000000-0000-0000-0000-0000000000b3', 2, 'Ink_Well', NULL, 12.50, 3, true, 'NOVEL', '1999-12-31', '2026-01-03 10:00:00.5+00', '{}', '{"cover": "soft"}', NULL),
  ('00000000-0000-0000-0000-0000000000b4', NULL, 'Nobody''s "Book" \ back', 1, 0.05, 0, true, 'ESSAY', '2020-02-29', '2026-01-04 10:00:00+00', '{odd,sea,letters}', 'null', NULL);
INSERT INTO tb_copy (fk_book, shelf, address, lent_to) VALUES (1, 3, '10.1.2.3', NULL), (1, 7, '8.8.8.8', 'Mo'), (3, 1, '::1', NULL);

CREATE VIEW v_author WITH (security_invoker = true) AS
  SELECT pk_author, id,
         jsonb_build_object('id', id, 'name', name,
           'born_in', CASE WHEN city IS NOT NULL THEN jsonb_build_object('city', city, 'country_code', country) END) AS data
  FROM tb_author;
CREATE VIEW v_book WITH (security_invoker = true) AS
  SELECT b.pk_book, b.id,
         jsonb_build_object('id', b.id, 'title', b.title, 'page_count', b.page_count, 'price', b.price, 'rating', b.rating, 'in_print', b.in_print,
           'genre', b.genre, 'published_on', b.published_on, 'added_at', b.added_at, 'tags', to_jsonb(b.tags), 'attributes', b.attributes,
           'home_page', b.home_page, 'author', a.data,
           'copies', coalesce((SELECT jsonb_agg(jsonb_build_object('shelf_no1', c.shelf, 'server_address', c.address, 'lent_to', c.lent_to) ORDER BY c.pk_copy)
                               FROM tb_copy c WHERE c.fk_book = b.pk_book), '[]'::jsonb)) AS data
  FROM tb_book b LEFT JOIN v_author a ON a.pk_author = b.fk_author;
CREATE TABLE tv_book AS SELECT id, data FROM v_book;
ALTER TABLE tv_book ADD PRIMARY KEY (id);
