"""More of Chinook: the families that its own tables have no column for (chinook_kinds.sql), every aggregate,
windows with frames, and pages."""

ISO = "YYYY-MM-DD\"T\"HH24:MI:SS"


def ids(query, condition, limit=""):
    """Both sides of a filter on profile."""
    return (f"profile(where: {query}{', limit: ' + limit if limit else ''}) {{ trackId }}",
            f"select track_id as \"trackId\" from profile where {condition} order by track_id {'limit ' + limit if limit else ''}")


LIST = [
    # -- text, what is not in the other table
    ('track(where: {name: {ilike: "%rOcK%"}}) { trackId }', "select track_id as \"trackId\" from track where name ilike '%rock%' order by 1"),
    ('track(where: {name: {nilike: "%e%"}}, limit: 30) { trackId }', "select track_id as \"trackId\" from track where name not ilike '%e%' order by 1 limit 30"),
    ('track(where: {name: {iStartsWith: "THE "}}, limit: 30) { trackId }', "select track_id as \"trackId\" from track where name ilike 'the %' order by 1 limit 30"),
    ('track(where: {name: {iEndsWith: "LOVE"}}) { trackId }', "select track_id as \"trackId\" from track where name ilike '%love' order by 1"),
    ('track(where: {name: {contains: "100%"}}) { trackId }', "select track_id as \"trackId\" from track where position('100%' in name) > 0 order by 1"),
    ('track(where: {name: {iregex: "^(the|a) .*blues"}}) { trackId }', "select track_id as \"trackId\" from track where name ~* '^(the|a) .*blues' order by 1"),
    ('track(where: {name: {nregex: "[aeiou]"}}) { trackId }', "select track_id as \"trackId\" from track where name !~ '[aeiou]' order by 1"),
    ('track(where: {name: {niregex: "[aeiou]"}}) { trackId }', "select track_id as \"trackId\" from track where name !~* '[aeiou]' order by 1"),
    # -- full text
    ('track(where: {name: {search: {query: "love -you", language: ENGLISH}}}) { trackId }', "select track_id as \"trackId\" from track where to_tsvector('english', name) @@ websearch_to_tsquery('english', 'love -you') order by 1"),
    ('track(where: {name: {search: {query: "highway to hell", language: ENGLISH, mode: PHRASE}}}) { trackId }',
     "select track_id as \"trackId\" from track where to_tsvector('english', name) @@ phraseto_tsquery('english', 'highway to hell') order by 1"),
    ids('{words: {search: {query: "running | dreams", mode: QUERY, language: ENGLISH}}}', "words @@ to_tsquery('english', 'running | dreams')"),
    ids('{words: {search: {query: "Running Dreams", mode: PLAIN, language: ENGLISH}}}', "words @@ plainto_tsquery('english', 'Running Dreams')"),
    # -- arrays
    ids('{writers: {contains: ["Mercury", "Deacon"]}}', "writers @> '{Mercury,Deacon}'"),
    ids('{writers: {containedIn: ["Jimmy Page", "Robert Plant"]}}', "writers <@ array['Jimmy Page', 'Robert Plant']", "40"),
    ids('{writers: {overlaps: ["Angus Young", "Bono"]}}', "writers && array['Angus Young', 'Bono']"),
    ids('{writers: {any: {iContains: "hetfield"}}}', "exists (select 1 from unnest(writers) w where w ilike '%hetfield%')"),
    ids('{writers: {all: {eq: "U2"}, length: {gt: 0}}}', "cardinality(writers) > 0 and not exists (select 1 from unnest(writers) w where w <> 'U2')"),
    ids('{writers: {length: {gte: 5}}}', "cardinality(writers) >= 5"),
    ids('{lengths: {eq: [4, 12]}}', "lengths = '{4,12}'"),
    # -- JSON
    ids('{data: {contains: {album: {artist: "Queen"}}}}', "data @> '{\"album\": {\"artist\": \"Queen\"}}'"),
    ids('{data: {containedIn: {title: "x", seconds: 1}}}', "data <@ '{\"title\": \"x\", \"seconds\": 1}'"),
    ids('{data: {hasKey: "live"}}', "data ? 'live'"),
    ids('{data: {hasAnyKeys: ["live", "nothing"]}}', "data ?| array['live', 'nothing']"),
    ids('{data: {hasAllKeys: ["title", "live"]}}', "data ?& array['title', 'live']"),
    ids('{data: {path: [{path: ["seconds"], gt: 2000}]}}', "(data->>'seconds')::int > 2000"),
    ids('{data: {path: [{path: ["album", "artist"], text: {startsWith: "Pearl"}}]}}', "data#>>'{album,artist}' like 'Pearl%'"),
    ids('{data: {path: [{path: ["writers", "1"], eq: "Bon Scott"}]}}', "data#>>'{writers,1}' = 'Bon Scott'"),
    ids('{data: {path: [{path: ["writers"], exists: true, isNull: true}]}}', "data->'writers' = 'null'", "25"),
    # -- ranges
    ids('{span: {contains: "2000"}}', "span @> 2000"),
    ids('{span: {containsRange: "[300,301)"}}', "span @> '[300,301)'::int4range", "20"),
    ids('{span: {containedIn: "[4000,)"}}', "span <@ '[4000,)'::int4range"),
    ids('{span: {overlaps: "[5200,6000)"}}', "span && '[5200,6000)'"),
    ids('{span: {before: "[60,)"}}', "span << '[60,)'"),
    ids('{span: {after: "(,5000)"}}', "span >> '(,5000)'"),
    ids('{span: {adjacent: "(,290)"}}', "span -|- '(,290)'"),
    ids('{span: {isEmpty: true}}', "isempty(span)"),
    ids('{added: {contains: "2009-01-05T00:30:00Z"}}', "added @> '2009-01-05 00:30Z'::timestamptz"),
    # -- networks
    ids('{address: {inSubnet: "10.0.0.0/29"}}', "address <<= '10.0.0.0/29'"),
    ids('{network: {contains: "10.0.5.9"}}', "network >>= '10.0.5.9'", "9"),
    ids('{network: {overlaps: "10.0.12.0/23"}}', "network && '10.0.12.0/23'", "9"),
    ids('{address: {isIpv6: true}}', "family(address) = 6"),
    ids('{address: {isIpv4: false}}', "family(address) = 6"),
    ids('{address: {isPrivate: true}}', "address <<= '10.0.0.0/8'", "50"),
    # -- enums, uuid, dates, booleans, big numbers
    ids('{pace: {eq: SONG_LENGTH}}', "pace = 'song length'", "12"),
    ids('{pace: {nin: [SHORT, SONG_LENGTH]}}', "pace not in ('short', 'song length')"),
    ids('{token: {in: ["00000000-0000-0000-0000-00000000000A", "00000000-0000-0000-0000-000000000bad"]}}', "track_id in (10, 2989)"),
    ids('{born: {gte: "2000-02-28", lte: "2000-03-01"}}', "born between '2000-02-28' and '2000-03-01'"),
    ids('{born: {month: {eq: 2}, day: {gte: 28}}}', "extract(month from born) = 2 and extract(day from born) >= 28"),
    ids('{born: {week: {eq: 53}}}', "extract(week from born) = 53"),
    ids('{heard: {hour: {eq: 13}, dayOfWeek: {eq: 2}}}', "extract(hour from heard at time zone 'UTC') = 13 and extract(isodow from heard at time zone 'UTC') = 2"),
    ids('{heard: {isNull: true}}', "heard is null", "15"),
    ids('{starts: {hour: {eq: 3}, minute: {lt: 2}}}', "extract(hour from starts) = 3 and extract(minute from starts) < 2"),
    ids('{loud: {neq: true}}', "loud is distinct from true", "15"),
    ids('{hash: {gte: "9007199254744490"}}', "hash >= 9007199254744490"),
    ids('{and: [], not: {or: []}}', "true", "3"),
    ids('{trackId: {in: []}}', "false"),
    ('profile(where: {trackId: {in: [1, 3451]}}) { trackId writers lengths data span address network pace token born starts loud hash heard }',
     "select track_id as \"trackId\", writers, lengths, data, span::text, host(address) as address, network::text, upper(replace(pace::text, ' ', '_')) as pace, token, born, starts, loud, hash::text,"
     f" to_char(heard at time zone 'UTC', '{ISO}\"Z\"') as heard from profile where track_id in (1, 3451) order by track_id"),
    ('profile(where: {track: {genre: {name: {eq: "Comedy"}}}}) { trackId track { album { title } } }',
     "select track_id as \"trackId\", json_build_object('album', json_build_object('title', b.title)) as track from track t join genre g using (genre_id) join album b using (album_id) where g.name = 'Comedy' order by track_id"),
    # -- aggregates
    ('trackAggregate { sum { milliseconds unitPrice } avg { milliseconds } min { name } max { name bytes } stddev { milliseconds } variance { milliseconds } }',
     "select json_build_object('milliseconds', sum(milliseconds)::text, 'unitPrice', sum(unit_price)::text) as sum, json_build_object('milliseconds', avg(milliseconds)::float8) as avg,"
     " json_build_object('name', min(name collate \"C\")) as min, json_build_object('name', max(name collate \"C\"), 'bytes', max(bytes)) as max,"
     " json_build_object('milliseconds', stddev_samp(milliseconds)::float8) as stddev, json_build_object('milliseconds', var_samp(milliseconds)::float8) as variance from track"),
    ('profileAggregate(groupBy: [pace], orderBy: [{group: {pace: DESC}}]) { group { pace } count boolAnd { loud } boolOr { loud } }',
     "select json_build_object('pace', upper(replace(pace::text, ' ', '_'))) as group, count(*), json_build_object('loud', bool_and(loud)) as \"boolAnd\", json_build_object('loud', bool_or(loud)) as \"boolOr\""
     " from profile group by pace order by pace desc"),
    ('mediaType { name trackAggregate(where: {genreId: {eq: 1}}) { count min { milliseconds } } }',
     "select name, (select json_build_object('count', count(*), 'min', json_build_object('milliseconds', min(milliseconds))) from track t where t.media_type_id = m.media_type_id and genre_id = 1)"
     " as \"trackAggregate\" from media_type m order by media_type_id"),
    ('genreAggregate(where: {genreId: {lte: 4}}) { arrayAgg { name } }', "select json_build_object('name', array_agg(name order by genre_id)) as \"arrayAgg\" from genre where genre_id <= 4"),
    ('trackAggregate { approximateCount }', "select 3503 as \"approximateCount\""),
    ('trackAggregate { count(distinct: [albumId, genre]) }', "select count(distinct (album_id, genre_id)) as count from track"),
    ('invoiceAggregate(groupBy: [invoiceDateQuarter, billingCountry], having: {sum: {total: {gt: "20"}}, count: {lt: 4}}, orderBy: [{sum: {total: DESC}}, {group: {billingCountry: ASC}}], limit: 5, offset: 1)'
     ' { group { invoiceDateQuarter billingCountry } sum { total } }',
     f"select json_build_object('invoiceDateQuarter', to_char(date_trunc('quarter', invoice_date), '{ISO}'), 'billingCountry', billing_country) as group, json_build_object('total', sum(total)::text) as sum"
     " from invoice group by date_trunc('quarter', invoice_date), billing_country having sum(total) > 20 and count(*) < 4 order by sum(total) desc, billing_country collate \"C\", 1::text limit 5 offset 1"),
    ('invoiceAggregate(groupBy: [invoiceDateMonth], where: {invoiceDate: {year: {eq: 2010}}}) { group { invoiceDateMonth } count }',
     f"select json_build_object('invoiceDateMonth', to_char(date_trunc('month', invoice_date), '{ISO}')) as group, count(*) from invoice where extract(year from invoice_date) = 2010"
     " group by date_trunc('month', invoice_date) order by date_trunc('month', invoice_date)"),
    ('profileAggregate(groupBy: [bornWeek], limit: 3) { group { bornWeek } count }',
     "select json_build_object('bornWeek', date_trunc('week', born)::date) as group, count(*) from profile group by date_trunc('week', born) order by date_trunc('week', born) limit 3"),
    ('profileAggregate(groupBy: [heardDay], limit: 3, where: {heard: {isNull: false}}) { group { heardDay } count }',
     f"select json_build_object('heardDay', to_char(date_trunc('day', heard at time zone 'UTC'), '{ISO}\"Z\"')) as group, count(*) from profile where heard is not null group by date_trunc('day', heard at time zone 'UTC')"
     " order by date_trunc('day', heard at time zone 'UTC') limit 3"),
    # -- windows
    ('invoice(where: {customerId: {lte: 2}}) { invoiceId window(partitionBy: [customer], orderBy: [{invoiceDate: ASC}], frame: {preceding: 1, following: 1}) { count avg { total } max { total } lead(offset: 2) { total } } }',
     "select invoice_id as \"invoiceId\", json_build_object('count', count(*) over w, 'avg', json_build_object('total', (avg(total) over w)::float8), 'max', json_build_object('total', (max(total) over w)::text),"
     " 'lead', case when lead(1, 2) over w is not null then json_build_object('total', (lead(total, 2) over w)::text) end) as window from invoice where customer_id <= 2"
     " window w as (partition by customer_id order by invoice_date rows between 1 preceding and 1 following) order by invoice_id"),
    ('track(where: {albumId: {eq: 141}}) { trackId window(orderBy: [{milliseconds: ASC}]) { percentRank cumeDist ntile(buckets: 5) nthValue(n: 3) { trackId } } }',
     "select track_id as \"trackId\", json_build_object('percentRank', percent_rank() over w, 'cumeDist', cume_dist() over w, 'ntile', ntile(5) over w,"
     " 'nthValue', case when nth_value(1, 3) over w is not null then json_build_object('trackId', nth_value(track_id, 3) over w) end) as window from track where album_id = 141"
     " window w as (order by milliseconds) order by track_id"),
    ('track(where: {albumId: {eq: 141}}, limit: 6, orderBy: [{trackId: DESC}]) { trackId window(orderBy: [{genreId: ASC}], frame: {unit: GROUPS, preceding: 1, following: null}) { sum { milliseconds } lastValue { genreId } } }',
     "select track_id as \"trackId\", json_build_object('sum', json_build_object('milliseconds', (sum(milliseconds) over w)::text), 'lastValue', json_build_object('genreId', last_value(genre_id) over w)) as window"
     " from track where album_id = 141 window w as (order by genre_id groups between 1 preceding and unbounded following) order by track_id desc limit 6"),
    # -- order
    ('customer(orderBy: [{company: DESC_NULLS_LAST}, {lastName: ASC}], limit: 12) { customerId }', "select customer_id as \"customerId\" from customer order by company collate \"C\" desc nulls last, last_name collate \"C\", customer_id limit 12"),
    ('customer(orderBy: [{supportRep: {lastName: DESC}}, {country: ASC}], limit: 20) { customerId }',
     "select customer_id as \"customerId\" from customer c join employee e on e.employee_id = support_rep_id order by e.last_name collate \"C\" desc, c.country collate \"C\", customer_id limit 20"),
    ('artist(orderBy: [{albumAggregate: {max: {title: DESC_NULLS_LAST}}}], limit: 5) { name }',
     "select name from artist a order by (select max(title collate \"C\") from album b where b.artist_id = a.artist_id) desc nulls last, artist_id limit 5"),
    ('track(distinctOn: [genre, mediaTypeId], orderBy: [{unitPrice: DESC}, {name: ASC}], limit: 8, offset: 2) { trackId }',
     "select track_id as \"trackId\" from (select distinct on (genre_id, media_type_id) * from track order by genre_id, media_type_id, unit_price desc, name collate \"C\", track_id) t"
     " order by unit_price desc, name collate \"C\", track_id limit 8 offset 2"),
    # -- nested lists and their arguments
    ('artist(where: {artistId: {in: [1, 8, 22]}}) { name album(orderBy: [{title: DESC}], limit: 2, offset: 1) { title track(where: {milliseconds: {gt: 300000}}, limit: 2) { name } } }',
     "select name, (select coalesce(json_agg(json_build_object('title', title, 'track', (select coalesce(json_agg(json_build_object('name', t.name)), '[]') from (select name from track t where t.album_id = b.album_id"
     " and milliseconds > 300000 order by track_id limit 2) t)) order by title collate \"C\" desc), '[]') from (select * from album b where b.artist_id = a.artist_id order by title collate \"C\" desc limit 2 offset 1) b)"
     " as album from artist a where artist_id in (1, 8, 22) order by artist_id"),
    ('invoiceByPk(invoiceId: 5) { total invoiceLine { quantity track { name } } }',
     "select total::text, (select json_agg(json_build_object('quantity', quantity, 'track', json_build_object('name', t.name)) order by invoice_line_id) from invoice_line join track t using (track_id)"
     " where invoice_id = 5) as \"invoiceLine\" from invoice where invoice_id = 5"),
    # -- pages without a cursor
    ('trackConnection(first: 3, orderBy: [{milliseconds: DESC}], where: {mediaTypeId: {eq: 3}}) { totalCount pageInfo { hasNextPage hasPreviousPage } nodes { trackId } edges { node { name } } }',
     "select (select count(*) from track where media_type_id = 3) as \"totalCount\", json_build_object('hasNextPage', true, 'hasPreviousPage', false) as \"pageInfo\","
     " json_agg(json_build_object('trackId', track_id) order by milliseconds desc) as nodes, json_agg(json_build_object('node', json_build_object('name', name)) order by milliseconds desc) as edges"
     " from (select * from track where media_type_id = 3 order by milliseconds desc, track_id limit 3) t"),
    ('trackConnection(last: 2) { pageInfo { hasNextPage hasPreviousPage } nodes { trackId } }',
     "select json_build_object('hasNextPage', false, 'hasPreviousPage', true) as \"pageInfo\", json_agg(json_build_object('trackId', track_id) order by track_id) as nodes from (select track_id from track order by track_id desc limit 2) t"),
    ('genre(where: {genreId: {eq: 24}}) { trackConnection(first: 1, orderBy: [{name: ASC}]) { totalCount nodes { name } } }',
     "select json_build_object('totalCount', (select count(*) from track where genre_id = 24), 'nodes', (select json_agg(json_build_object('name', name)) from"
     " (select name from track where genre_id = 24 order by name collate \"C\", track_id limit 1) t)) as \"trackConnection\""),
    # -- a function's rows
    ('tracksBetween(shortest: 100, longest: 110, orderBy: [{milliseconds: ASC}], limit: 4) { trackId }', "select track_id as \"trackId\" from track where milliseconds / 1000 between 100 and 110 order by milliseconds, track_id limit 4"),
    ('tracksBetween(shortest: 199, where: {genreId: {eq: 1}}) { trackId }', "select track_id as \"trackId\" from track where milliseconds / 1000 between 199 and 200 and genre_id = 1 order by track_id"),
]

# A page that begins at the cursor of another: what gives the cursor, the query with CURSOR, and the rows.
PAGES = [
    ("trackConnection(first: 10, orderBy: [{composer: DESC}, {name: ASC}]) { pageInfo { endCursor } }",
     'trackConnection(first: 5, after: "CURSOR", orderBy: [{composer: DESC}, {name: ASC}]) { nodes { trackId } }',
     "select json_agg(json_build_object('trackId', track_id)) as nodes from (select track_id from track order by composer collate \"C\" desc, name collate \"C\", track_id limit 5 offset 10) t"),
    ("trackConnection(first: 10, orderBy: [{unitPrice: DESC}]) { pageInfo { endCursor } }",
     'trackConnection(last: 4, before: "CURSOR", orderBy: [{unitPrice: DESC}]) { pageInfo { hasNextPage hasPreviousPage } nodes { trackId } }',
     "select json_build_object('hasNextPage', true, 'hasPreviousPage', true) as \"pageInfo\", json_agg(json_build_object('trackId', track_id)) as nodes"
     " from (select track_id from track order by unit_price desc, track_id limit 4 offset 5) t"),
    ("albumConnection(first: 1, where: {artist: {name: {eq: \"Queen\"}}}) { pageInfo { endCursor } }",
     'albumConnection(first: 5, after: "CURSOR", where: {artist: {name: {eq: "Queen"}}}) { totalCount nodes { title } }',
     "select 3 as \"totalCount\", json_agg(json_build_object('title', title)) as nodes from (select title from album join artist a using (artist_id) where a.name = 'Queen' order by album_id offset 1) t"),
    ("customerConnection(first: 7, orderBy: [{supportRep: {lastName: ASC}}]) { pageInfo { endCursor } }",
     'customerConnection(first: 3, after: "CURSOR", orderBy: [{supportRep: {lastName: ASC}}]) { nodes { customerId } }',
     "select json_agg(json_build_object('customerId', customer_id)) as nodes from (select customer_id from customer c join employee e on e.employee_id = support_rep_id"
     " order by e.last_name collate \"C\", customer_id limit 3 offset 7) t"),
    ("album(where: {albumId: {eq: 5}}) { nodeId }", 'node(nodeId: "CURSOR") { __typename nodeId ... on Album { title artist { name } } }',
     "select 'Album' as __typename, 'CURSOR' as \"nodeId\", title, json_build_object('name', name) as artist from album join artist using (artist_id) where album_id = 5"),
]
