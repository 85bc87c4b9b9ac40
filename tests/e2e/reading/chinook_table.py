"""Queries over Chinook, each beside hand-written SQL. The schema is the one that `troupe reflect` writes."""

LIST = [
    ('artist(where: {name: {eq: "AC/DC"}}) { artistId name }', "select artist_id as \"artistId\", name from artist where name = 'AC/DC'"),
    ('artist(where: {name: {startsWith: "The"}}, limit: 5) { name }', "select name from artist where name like 'The%' order by artist_id limit 5"),
    ('artist(where: {name: {regex: "^[0-9]"}}) { name }', "select name from artist where name ~ '^[0-9]' order by artist_id"),
    ('artist(where: {name: {iContains: "MOTÖRHEAD"}}) { name }', "select name from artist where name ilike '%motörhead%' order by artist_id"),
    ('artist(where: {albums: {none: {}}}) { artistId }'.replace("albums", "album"), "select artist_id as \"artistId\" from artist a where not exists (select 1 from album b where b.artist_id = a.artist_id) order by 1"),
    ('artist(where: {albumAggregate: {count: {gte: 10}}}) { name album { title } }',
     "select name, (select json_agg(json_build_object('title', title) order by album_id) from album b where b.artist_id = a.artist_id) as album from artist a"
     " where (select count(*) from album b where b.artist_id = a.artist_id) >= 10 order by artist_id"),
    ('artist(orderBy: [{albumAggregate: {count: DESC}}], limit: 5) { name albumAggregate { count } }',
     "select name, json_build_object('count', n) as \"albumAggregate\" from (select a.artist_id, a.name, count(b.album_id) n from artist a left join album b using (artist_id)"
     " group by a.artist_id, a.name) x order by n desc, artist_id limit 5"),
    ('album(where: {artist: {name: {eq: "Iron Maiden"}}}) { title }', "select title from album join artist a using (artist_id) where a.name = 'Iron Maiden' order by album_id"),
    ('album(where: {track: {every: {milliseconds: {lt: 200000}}}}) { albumId }',
     "select album_id as \"albumId\" from album a where not exists (select 1 from track t where t.album_id = a.album_id and t.milliseconds >= 200000) order by 1"),
    ('album(where: {track: {some: {genre: {name: {in: ["Jazz", "Blues"]}}, unitPrice: {gt: "0.5"}}}}) { albumId }',
     "select distinct a.album_id as \"albumId\" from album a join track t using (album_id) join genre g using (genre_id) where g.name in ('Jazz', 'Blues') and unit_price > 0.5 order by 1"),
    ('album(orderBy: [{artist: {name: DESC}}, {title: ASC}], limit: 10) { title artist { name } }',
     "select title, json_build_object('name', a.name) as artist from album join artist a using (artist_id) order by a.name collate \"C\" desc, title collate \"C\" limit 10"),
    ('track(where: {composer: {isNull: true}, genre: {name: {eq: "Jazz"}}}) { trackId }',
     "select track_id as \"trackId\" from track t join genre g using (genre_id) where composer is null and g.name = 'Jazz' order by 1"),
    ('track(where: {name: {like: "%_love%"}}, limit: 20) { name }', "select name from track where name like '%_love%' order by track_id limit 20"),
    ('track(where: {name: {nlike: "%e%"}}, limit: 20) { name }', "select name from track where name not like '%e%' order by track_id limit 20"),
    ('track(where: {composer: {neq: "U2"}, albumId: {lte: 3}}) { trackId }', "select track_id as \"trackId\" from track where composer is distinct from 'U2' and album_id <= 3 order by 1"),
    ('track(where: {milliseconds: {gt: 5000000}}) { name milliseconds }', "select name, milliseconds from track where milliseconds > 5000000 order by track_id"),
    ('track(where: {trackId: {in: [1, 3, 99999]}}) { name }', "select name from track where track_id in (1, 3, 99999) order by track_id"),
    ('track(where: {trackId: {nin: [1, 3]}}, limit: 3) { trackId }', "select track_id as \"trackId\" from track where track_id not in (1, 3) order by 1 limit 3"),
    ('track(where: {unitPrice: {eq: "1.99"}}, orderBy: [{milliseconds: DESC}], limit: 4, offset: 2) { trackId unitPrice }',
     "select track_id as \"trackId\", unit_price::text as \"unitPrice\" from track where unit_price = 1.99 order by milliseconds desc, track_id limit 4 offset 2"),
    ('track(where: {or: [{bytes: {lt: 1000000}}, {not: {composer: {isNull: false}}}]}, limit: 15) { trackId }',
     "select track_id as \"trackId\" from track where bytes < 1000000 or composer is null order by 1 limit 15"),
    ('track(distinctOn: [genre], orderBy: [{milliseconds: DESC}]) { trackId genre { name } }',
     "select track_id as \"trackId\", json_build_object('name', g.name) as genre from (select distinct on (genre_id) * from track order by genre_id, milliseconds desc, track_id) t"
     " left join genre g using (genre_id) order by milliseconds desc, track_id"),
    ('track(distinctOn: [mediaTypeId]) { trackId }', "select track_id as \"trackId\" from (select distinct on (media_type_id) * from track order by media_type_id, track_id) t order by 1"),
    ('playlist(where: {playlistTrack: {some: {track: {composer: {eq: "AC/DC"}}}}}) { name }',
     "select name from playlist p where exists (select 1 from playlist_track x join track t using (track_id) where x.playlist_id = p.playlist_id and composer = 'AC/DC') order by playlist_id"),
    ('playlist { name playlistTrackAggregate { count } }',
     "select name, (select json_build_object('count', count(*)) from playlist_track x where x.playlist_id = p.playlist_id) as \"playlistTrackAggregate\" from playlist p order by playlist_id"),
    ('employee { lastName reportsToEmployee { lastName } employeeByReportsTo { lastName } }',
     "select last_name as \"lastName\", (select json_build_object('lastName', last_name) from employee m where m.employee_id = e.reports_to) as \"reportsToEmployee\","
     " (select coalesce(json_agg(json_build_object('lastName', last_name) order by employee_id), '[]') from employee u where u.reports_to = e.employee_id) as \"employeeByReportsTo\" from employee e order by employee_id"),
    ('employee(where: {birthDate: {year: {lt: 1960}}}) { lastName birthDate }',
     "select last_name as \"lastName\", to_char(birth_date, 'YYYY-MM-DD\"T\"HH24:MI:SS') as \"birthDate\" from employee where birth_date < '1960-01-01' order by employee_id"),
    ('customer(where: {country: {in: ["Germany", "Austria"]}, email: {endsWith: ".de"}}) { lastName }',
     "select last_name as \"lastName\" from customer where country in ('Germany', 'Austria') and email like '%.de' order by customer_id"),
    ('customer(where: {invoiceAggregate: {sum: {total: {gt: "45"}}}}) { lastName invoiceAggregate { sum { total } max { total } } }',
     "select last_name as \"lastName\", (select json_build_object('sum', json_build_object('total', sum(total)::text), 'max', json_build_object('total', max(total)::text)) from invoice i"
     " where i.customer_id = c.customer_id) as \"invoiceAggregate\" from customer c where (select sum(total) from invoice i where i.customer_id = c.customer_id) > 45 order by customer_id"),
    ('customer(orderBy: [{invoiceAggregate: {sum: {total: DESC}}}], limit: 5) { lastName }',
     "select last_name as \"lastName\" from customer c join invoice i using (customer_id) group by c.customer_id, last_name order by sum(total) desc, customer_id limit 5"),
    ('customer(orderBy: [{company: ASC_NULLS_FIRST}], limit: 10) { customerId company }',
     "select customer_id as \"customerId\", company from customer order by company nulls first, customer_id limit 10"),
    ('invoice(where: {invoiceDate: {gte: "2013-12-01T00:00:00", lt: "2014-01-01T00:00:00"}}) { invoiceId }',
     "select invoice_id as \"invoiceId\" from invoice where invoice_date >= '2013-12-01' and invoice_date < '2014-01-01' order by 1"),
    ('invoiceAggregate { count sum { total } avg { total } min { invoiceDate } }',
     "select count(*), json_build_object('total', sum(total)::text) as sum, json_build_object('total', avg(total)::float8) as avg,"
     " json_build_object('invoiceDate', to_char(min(invoice_date), 'YYYY-MM-DD\"T\"HH24:MI:SS')) as min from invoice"),
    ('invoiceAggregate(groupBy: [invoiceDateYear]) { group { invoiceDateYear } sum { total } }',
     "select json_build_object('invoiceDateYear', to_char(date_trunc('year', invoice_date), 'YYYY-MM-DD\"T\"HH24:MI:SS')) as group, json_build_object('total', sum(total)::text) as sum from invoice"
     " group by date_trunc('year', invoice_date) order by date_trunc('year', invoice_date)"),
    ('invoiceAggregate(groupBy: [billingCountry], having: {count: {gte: 28}}, orderBy: [{sum: {total: DESC}}]) { group { billingCountry } count sum { total } }',
     "select json_build_object('billingCountry', billing_country) as group, count(*), json_build_object('total', sum(total)::text) as sum from invoice group by billing_country"
     " having count(*) >= 28 order by sum(total) desc"),
    ('invoiceAggregate(groupBy: [customer], orderBy: [{sum: {total: DESC}}], limit: 3) { group { customer { lastName } } sum { total } }',
     "select json_build_object('customer', json_build_object('lastName', last_name)) as group, json_build_object('total', sum(total)::text) as sum from invoice join customer c using (customer_id)"
     " group by customer_id, last_name order by sum(total) desc, customer_id limit 3"),
    ('trackAggregate { count composers: count(distinct: [composer]) stddevPop { milliseconds } variancePop { milliseconds } }',
     "select count(*), count(distinct composer) as composers, json_build_object('milliseconds', stddev_pop(milliseconds)::float8) as \"stddevPop\","
     " json_build_object('milliseconds', var_pop(milliseconds)::float8) as \"variancePop\" from track"),
    ('trackAggregate(groupBy: [genre, mediaType], orderBy: [{count: DESC}], limit: 6) { group { genre { name } mediaType { name } } count }',
     "select json_build_object('genre', json_build_object('name', g.name), 'mediaType', json_build_object('name', m.name)) as group, count(*) from track join genre g using (genre_id)"
     " join media_type m using (media_type_id) group by genre_id, g.name, media_type_id, m.name order by count(*) desc, genre_id, media_type_id limit 6"),
    ('invoice(where: {customerId: {eq: 2}}) { invoiceId window(orderBy: [{invoiceDate: ASC}]) { rowNumber sum { total } lag { total } } }',
     "select invoice_id as \"invoiceId\", json_build_object('rowNumber', row_number() over w, 'sum', json_build_object('total', (sum(total) over w)::text),"
     " 'lag', case when lag(1) over w is not null then json_build_object('total', (lag(total) over w)::text) end) as window from invoice where customer_id = 2"
     " window w as (order by invoice_date) order by invoice_id"),
    ('track(where: {albumId: {eq: 1}}) { name window(partitionBy: [genre], orderBy: [{milliseconds: DESC}]) { rank denseRank firstValue { name } } }',
     "select name, json_build_object('rank', rank() over w, 'denseRank', dense_rank() over w, 'firstValue', json_build_object('name', first_value(name) over w)) as window from track"
     " where album_id = 1 window w as (partition by genre_id order by milliseconds desc) order by track_id"),
    ('genre(where: {name: {eq: "Opera"}}) { name track { name album { title artist { name } } mediaType { name } invoiceLineAggregate { sum { quantity } } } }',
     "select g.name, (select json_agg(json_build_object('name', t.name, 'album', json_build_object('title', b.title, 'artist', json_build_object('name', a.name)),"
     " 'mediaType', json_build_object('name', m.name), 'invoiceLineAggregate', json_build_object('sum', json_build_object('quantity',"
     " (select sum(quantity)::text from invoice_line l where l.track_id = t.track_id)))) order by track_id)"
     " from track t join album b using (album_id) join artist a using (artist_id) join media_type m using (media_type_id) where t.genre_id = g.genre_id) as track from genre g where name = 'Opera'"),
]
