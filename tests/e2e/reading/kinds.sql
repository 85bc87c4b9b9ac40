-- One table with a column of each family that the shop has not.
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE TYPE mood AS ENUM ('happy', 'so so', 'sad');
CREATE TABLE kinds (
  id integer PRIMARY KEY,
  name text NOT NULL,
  tags text[] NOT NULL,
  scores integer[],
  data jsonb,
  address inet,
  network cidr,
  path ltree,
  span int4range,
  during tstzrange,
  mood mood,
  born date,
  seen timestamptz,
  wakes time,
  amount numeric(12,3),
  big bigint,
  token uuid,
  words tsvector GENERATED ALWAYS AS (to_tsvector('english', name)) STORED
);
INSERT INTO kinds (id, name, tags, scores, data, address, network, path, span, during, mood, born, seen, wakes, amount, big, token) VALUES
  (1, 'The quick brown fox jumps', '{red,green}', '{1,2,3}', '{"a": 1, "b": {"c": [10, 20]}, "s": "text"}', '10.1.2.3', '10.1.0.0/16', 'top.science.physics', '[1,10)', '[2026-01-01 00:00Z,2026-02-01 00:00Z)', 'happy', '2000-02-29', '2026-01-15 12:30:45Z', '07:15:00', 12.500, 9007199254740993, '00000000-0000-0000-0000-000000000001'),
  (2, 'Foxes and dogs', '{green,blue}', '{}', '{"a": 2, "list": [1, 2, 3]}', '192.168.0.7', '192.168.0.0/24', 'top.science', '[5,20)', '[2026-01-20 00:00Z,2026-03-01 00:00Z)', 'so so', '1999-12-31', '2025-12-31 23:59:59Z', '23:00:00', -3.125, -5, '00000000-0000-0000-0000-000000000002'),
  (3, 'lazy dog', '{}', NULL, '{"a": null}', '2001:db8::1', '2001:db8::/32', 'top.arts', 'empty', NULL, 'sad', '2026-07-14', '2026-07-14 00:00:00Z', NULL, 0, 0, NULL),
  (4, 'O''Brien said "100% \ sure_ly"', '{"with \"quotes\"","comma,here"}', '{7,NULL}', '[1, "two", null]', '127.0.0.1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (5, 'Брат, 日本', '{blue}', '{42}', 'null', NULL, '8.8.8.0/24', 'other', '(,3]', '[2026-01-01 00:00Z,)', 'happy', '2026-01-01', '2026-02-03 04:05:06.789Z', '00:00:00', 99999999.999, 1, '00000000-0000-0000-0000-00000000000a');
CREATE FUNCTION kinds_tagged(tag text, lowest integer DEFAULT 0) RETURNS SETOF kinds LANGUAGE sql STABLE
  AS $$ SELECT * FROM kinds WHERE tag = ANY (tags) AND id >= lowest $$;

-- An interface over one table, a union over two.
CREATE TABLE animal (id integer PRIMARY KEY, kind text NOT NULL, name text NOT NULL, barks boolean, lives integer, keeper_id integer);
INSERT INTO animal VALUES (1, 'dog', 'Rex', true, NULL, 1), (2, 'cat', 'Tom', NULL, 9, 1), (3, 'dog', 'Fido', false, NULL, 2), (4, 'cat', 'Kit', NULL, 7, NULL);
CREATE TABLE keeper (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO keeper VALUES (1, 'Ada'), (2, 'Bob');

-- Partitions and inheritance.
CREATE TABLE measure (id integer NOT NULL, day date NOT NULL, value integer NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE measure_2025 PARTITION OF measure FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE measure_2026 PARTITION OF measure FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO measure SELECT i, date '2025-12-01' + i, i * i FROM generate_series(1, 60) i;
CREATE TABLE vehicle (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE truck (load integer NOT NULL, PRIMARY KEY (id)) INHERITS (vehicle);
INSERT INTO vehicle VALUES (1, 'bike');
INSERT INTO truck VALUES (2, 'big one', 40);
ANALYZE;
