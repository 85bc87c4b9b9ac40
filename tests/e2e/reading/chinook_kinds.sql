-- Beside Chinook, made of its rows: a column of each family that it has not.
CREATE TYPE pace AS ENUM ('short', 'song length', 'long');
CREATE TABLE profile (
  track_id integer PRIMARY KEY REFERENCES track (track_id),
  words tsvector NOT NULL,
  writers text[] NOT NULL,
  lengths integer[] NOT NULL,
  data jsonb NOT NULL,
  span int4range NOT NULL,
  added tstzrange NOT NULL,
  address inet NOT NULL,
  network cidr NOT NULL,
  pace pace NOT NULL,
  token uuid NOT NULL,
  born date NOT NULL,
  heard timestamptz,
  starts time NOT NULL,
  loud boolean,
  hash bigint NOT NULL
);
INSERT INTO profile
SELECT t.track_id, to_tsvector('english', t.name), coalesce(regexp_split_to_array(composer, '\s*[,/]\s*'), '{}'), array[milliseconds / 60000, milliseconds / 1000 % 60],
       jsonb_build_object('title', t.name, 'album', jsonb_build_object('title', b.title, 'artist', a.name), 'seconds', milliseconds / 1000,
                          'writers', coalesce(to_jsonb(regexp_split_to_array(composer, '\s*[,/]\s*')), 'null'))
         || CASE WHEN t.track_id % 7 = 0 THEN '{"live": true}'::jsonb ELSE '{}' END,
       int4range(milliseconds / 1000 - 10, milliseconds / 1000 + 10),
       tstzrange('2009-01-01Z'::timestamptz + t.track_id * interval '1 hour', '2009-01-01Z'::timestamptz + t.track_id * interval '3 hours'),
       CASE WHEN t.track_id % 50 = 0 THEN '2001:db8::'::inet + t.track_id WHEN t.track_id % 3 = 0 THEN '10.0.0.0'::inet + t.track_id ELSE '8.8.0.0'::inet + t.track_id END,
       set_masklen(('10.0.0.0'::inet + t.track_id)::cidr, 24),
       (CASE WHEN milliseconds < 180000 THEN 'short' WHEN milliseconds < 420000 THEN 'song length' ELSE 'long' END)::pace,
       lpad(to_hex(t.track_id), 32, '0')::uuid, date '2000-01-01' + t.track_id, CASE WHEN t.track_id % 5 > 0 THEN '2010-06-01T12:00:00Z'::timestamptz + t.track_id * interval '7 minutes' END,
       time '00:00' + t.track_id * interval '11 seconds', CASE t.track_id % 3 WHEN 0 THEN true WHEN 1 THEN false END, 9007199254740993 + t.track_id
FROM track t JOIN album b USING (album_id) JOIN artist a USING (artist_id);
CREATE FUNCTION tracks_between(shortest integer, longest integer DEFAULT 200) RETURNS SETOF track LANGUAGE sql STABLE
  AS $$ SELECT * FROM track WHERE milliseconds / 1000 BETWEEN shortest AND longest $$;
ANALYZE profile;
