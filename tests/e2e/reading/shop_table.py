"""Queries over the demo shop, each beside the SQL that somebody would write by hand.

One entry: the GraphQL of one root field, and a SELECT whose rows are the items of the answer, or for a
single object its one row. Where both databases can, the query runs on both."""

LIST = [
    # -- comparison
    ('customer(where: {id: {eq: 7}}) { id name }', "select id, name from customer where id = 7 order by id"),
    ('customer(where: {id: {neq: 7}}, limit: 3) { id }', "select id from customer where id <> 7 order by id limit 3"),
    ('customer(where: {city: {neq: "City 3"}}, limit: 20) { id city }', "select id, city from customer where city is distinct from 'City 3' order by id limit 20"),
    ('product(where: {price: {lt: "5.00"}}) { id price }', "select id, price::text from product where price < 5 order by id"),
    ('product(where: {price: {lte: "5.26", gte: 1.5}}) { id }', "select id from product where price between 1.5 and 5.26 order by id"),
    ('product(where: {price: {gt: "49"}}) { id }', "select id from product where price > 49 order by id"),
    ('customer(where: {city: {eq: null}}, limit: 4) { id city }', "select id, city from customer where city is null order by id limit 4"),
    ('customer(where: {city: {isNull: false}}, limit: 4) { id }', "select id from customer where city is not null order by id limit 4"),
    # -- sets
    ('product(where: {stock: {in: [1, 2, 3]}}) { id stock }', "select id, stock from product where stock in (1, 2, 3) order by id"),
    ('product(where: {stock: {in: []}}) { id }', "select id from product where false"),
    ('product(where: {stock: {nin: []}}, limit: 5) { id }', "select id from product order by id limit 5"),
    ('customer(where: {city: {nin: ["City 1", "City 2"]}}, limit: 30) { id city }',
     "select id, city from customer where city is null or city not in ('City 1', 'City 2') order by id limit 30"),
    ('order(where: {status: {in: [NEW, PAID]}}, limit: 5) { id status }', "select id, status from orders where status in ('NEW', 'PAID') order by id limit 5"),
    ('product(where: {active: {eq: false}}) { id active }', "select id, active from product where not active order by id"),
    # -- text
    ('customer(where: {name: {like: "B%rg"}}, limit: 5) { name }', "select name from customer where name like 'B%rg' order by id limit 5"),
    ('customer(where: {name: {nlike: "%a%"}}, limit: 5) { name }', "select name from customer where name not like '%a%' order by id limit 5"),
    ('customer(where: {name: {ilike: "ADA %"}}, limit: 5) { name }', "select name from customer where name ilike 'ada %' order by id limit 5"),
    ('customer(where: {name: {nilike: "%A%"}}) { id }', "select id from customer where name not ilike '%a%' order by id"),
    ('product(where: {name: {startsWith: "Green"}}, limit: 5) { name }', "select name from product where name like 'Green%' order by id limit 5"),
    ('product(where: {name: {endsWith: "no. 8"}}) { name }', "select name from product where name like '%no. 8' order by id"),
    ('product(where: {name: {contains: "Gouda"}}) { id }', "select id from product where position('Gouda' in name) > 0 order by id"),
    ('product(where: {name: {contains: "%"}}) { id }', "select id from product where position('%' in name) > 0 order by id"),
    ('product(where: {name: {iContains: "gOUDA"}}) { id }', "select id from product where name ilike '%gouda%' order by id"),
    ('product(where: {name: {iStartsWith: "GREEN"}}) { id }', "select id from product where name ilike 'green%' order by id"),
    ('product(where: {sku: {iEndsWith: "7"}}) { id }', "select id from product where sku like '%7' order by id"),
    # -- dates
    ('order(where: {placed: {lt: "2025-01-20T00:00:00"}}) { id placed }',
     "select id, to_char(placed, 'YYYY-MM-DD\"T\"HH24:MI:SS') as placed from orders where placed < '2025-01-20' order by id"),
    ('order(where: {placed: {year: {eq: 2025}, month: {in: [3, 4]}}}) { id }',
     "select id from orders where extract(year from placed) = 2025 and extract(month from placed) in (3, 4) order by id"),
    ('order(where: {placed: {dayOfWeek: {gte: 6}, hour: {lt: 2}}}) { id }',
     "select id from orders where extract(isodow from placed) >= 6 and extract(hour from placed) < 2 order by id"),
    ('order(where: {placed: {quarter: {eq: 2}, day: {eq: 1}}}) { id }',
     "select id from orders where extract(quarter from placed) = 2 and extract(day from placed) = 1 order by id"),
    # -- combinators
    ('customer(where: {or: [{country: {eq: "SE"}}, {id: {lt: 3}}]}, limit: 9) { id country }',
     "select id, country from customer where country = 'SE' or id < 3 order by id limit 9"),
    ('customer(where: {and: [{country: {eq: "SE"}}, {not: {city: {eq: "City 6"}}}]}) { id }',
     "select id from customer where country = 'SE' and city is distinct from 'City 6' order by id"),
    ('customer(where: {or: []}) { id }', "select id from customer where false"),
    ('customer(where: {and: []}, limit: 2) { id }', "select id from customer order by id limit 2"),
    # -- through relations
    ('product(where: {category: {name: {eq: "Tea"}}}) { id }',
     "select p.id from product p join category c on c.id = p.category_id where c.name = 'Tea' order by p.id"),
    ('product(where: {reviews: {some: {stars: {eq: 5}}}}) { id }', "select id from product p where exists (select 1 from review r where r.product_id = p.id and r.stars = 5) order by id"),
    ('product(where: {reviews: {every: {stars: {gte: 3}}}}) { id }', "select id from product p where not exists (select 1 from review r where r.product_id = p.id and r.stars < 3) order by id"),
    ('product(where: {reviews: {none: {}}}) { id }', "select id from product p where id not in (select product_id from review) order by id"),
    ('customer(where: {orders: {some: {lines: {some: {quantity: {eq: 4}, product: {name: {contains: "Apple"}}}}}}}) { id }',
     "select distinct c.id from customer c join orders o on o.customer_id = c.id join order_line l on l.order_id = o.id join product p on p.id = l.product_id"
     " where l.quantity = 4 and p.name like '%Apple%' order by c.id"),
    # -- aggregates of relations
    ('product(where: {reviewsAggregate: {count: {gt: 6}}}) { id }', "select p.id from product p join review r on r.product_id = p.id group by p.id having count(*) > 6 order by p.id"),
    ('product(where: {reviewsAggregate: {where: {stars: {eq: 5}}, count: {eq: 0}}}) { id }',
     "select id from product p where (select count(*) from review r where r.product_id = p.id and stars = 5) = 0 order by id"),
    ('product(where: {reviewsAggregate: {min: {stars: {gte: 3}}}}) { id }',
     "select product_id as id from review group by product_id having min(stars) >= 3 order by 1"),
    ('order(where: {linesAggregate: {sum: {price: {gt: "135"}}}}) { id }', "select order_id as id from order_line group by order_id having sum(price) > 135 order by 1"),
    # -- order
    ('product(orderBy: [{price: DESC}, {id: ASC}], limit: 7) { id }', "select id from product order by price desc, id limit 7"),
    ('customer(orderBy: [{city: ASC_NULLS_FIRST}], limit: 50) { id }', "select id from customer order by city nulls first, id limit 50"),
    ('customer(orderBy: [{city: DESC}], limit: 50) { id }', "select id from customer order by city desc nulls first, id limit 50"),
    ('product(orderBy: [{category: {name: ASC}}], limit: 30) { id category { name } }',
     "select p.id, json_build_object('name', c.name) as category from product p join category c on c.id = p.category_id order by c.name, p.id limit 30"),
    ('product(orderBy: [{reviewsAggregate: {count: DESC}}], limit: 10) { id }',
     "select p.id from product p left join review r on r.product_id = p.id group by p.id order by count(r.id) desc, p.id limit 10"),
    ('product(orderBy: [{reviewsAggregate: {max: {written: DESC_NULLS_LAST}}}], limit: 10) { id }',
     "select p.id from product p left join review r on r.product_id = p.id group by p.id order by max(r.written) desc nulls last, p.id limit 10"),
    # -- paging, distinctOn
    ('order(limit: 3, offset: 1497) { id }', "select id from orders order by id limit 3 offset 1497"),
    ('product(distinctOn: [category], orderBy: [{price: DESC}]) { id }',
     "select id from (select distinct on (category_id) * from product order by category_id, price desc, id) x order by price desc, id"),
    ('order(distinctOn: [placedMonth], limit: 5) { id }',
     "select id from (select distinct on (date_trunc('month', placed)) * from orders order by date_trunc('month', placed), id) x order by id limit 5"),
    # -- nested
    ('category(orderBy: [{name: ASC}]) { name products(limit: 2, orderBy: [{price: DESC}]) { sku } }',
     "select name, (select json_agg(json_build_object('sku', sku)) from (select sku from product where category_id = c.id order by price desc, id limit 2) x) as products from category c order by name"),
    ('customer(where: {id: {in: [1, 2]}}) { id orders { id lines { quantity product { name category { name } } } } }',
     "select id, (select coalesce(json_agg(json_build_object('id', o.id, 'lines', (select json_agg(json_build_object('quantity', l.quantity, 'product',"
     " json_build_object('name', p.name, 'category', json_build_object('name', k.name))) order by l.line) from order_line l join product p on p.id = l.product_id"
     " join category k on k.id = p.category_id where l.order_id = o.id)) order by o.id), '[]') from orders o where o.customer_id = c.id) as orders"
     " from customer c where id in (1, 2) order by id"),
    # -- aggregates
    ('productAggregate { count sum { stock price } min { price name } max { price } boolAnd { active } boolOr { active } }',
     "select count(*), json_build_object('stock', sum(stock)::text, 'price', sum(price)::text) as sum, json_build_object('price', min(price)::text, 'name', min(name collate \"C\")) as min,"
     " json_build_object('price', max(price)::text) as max, json_build_object('active', bool_and(active)) as \"boolAnd\", json_build_object('active', bool_or(active)) as \"boolOr\" from product"),
    ('customerAggregate(where: {country: {eq: "SE"}}) { count }', "select count(*) from customer where country = 'SE'"),
    ('customerAggregate { count cities: count(distinct: [city]) }', "select count(*), count(distinct city) as cities from customer"),
    ('reviewAggregate { avg { stars } stddev { stars } variance { stars } }',
     "select json_build_object('stars', avg(stars)::float8) as avg, json_build_object('stars', stddev_samp(stars)::float8) as stddev, json_build_object('stars', var_samp(stars)::float8) as variance from review"),
    ('orderAggregate(groupBy: [status], orderBy: [{count: DESC}]) { group { status } count }',
     "select json_build_object('status', status) as group, count(*) from orders group by status order by count(*) desc, status"),
    ('orderAggregate(groupBy: [placedMonth, status], having: {count: {gte: 30}}) { group { placedMonth status } count }',
     "select json_build_object('placedMonth', to_char(date_trunc('month', placed), 'YYYY-MM-DD\"T\"HH24:MI:SS'), 'status', status) as group, count(*) from orders"
     " group by date_trunc('month', placed), status having count(*) >= 30 order by date_trunc('month', placed), status"),
    ('orderAggregate(groupBy: [placedQuarter], orderBy: [{group: {placedQuarter: DESC}}], limit: 2) { group { placedQuarter } count }',
     "select json_build_object('placedQuarter', to_char(date_trunc('quarter', placed), 'YYYY-MM-DD\"T\"HH24:MI:SS')) as group, count(*) from orders group by date_trunc('quarter', placed)"
     " order by date_trunc('quarter', placed) desc limit 2"),
    ('orderLineAggregate(groupBy: [product], orderBy: [{sum: {quantity: DESC}}], limit: 5) { group { product { name } } sum { quantity } }',
     "select json_build_object('product', json_build_object('name', p.name)) as group, json_build_object('quantity', sum(quantity)::text) as sum from order_line l"
     " join product p on p.id = l.product_id group by l.product_id, p.name order by sum(quantity) desc, l.product_id limit 5"),
    ('productAggregate(groupBy: [category], having: {max: {price: {gt: "49.4"}}, where: {active: {eq: true}}}) { group { category { name } } max { price } }',
     "select json_build_object('category', json_build_object('name', c.name)) as group, json_build_object('price', max(price)::text) as max from product p"
     " join category c on c.id = p.category_id group by c.id, c.name having max(price) filter (where active) > 49.4 order by c.id"),
    ('category { name productsAggregate(where: {active: {eq: true}}) { count avg { stock } } }',
     "select name, (select json_build_object('count', count(*), 'avg', json_build_object('stock', avg(stock)::float8)) from product where category_id = c.id and active) as \"productsAggregate\""
     " from category c order by id"),
    ('productAggregate(where: {id: {lt: 0}}) { count sum { stock } }', "select 0 as count, json_build_object('stock', null) as sum"),
    # -- windows
    ('product(where: {category: {name: {eq: "Tea"}}}) { id window(orderBy: [{price: DESC}, {id: ASC}]) { rowNumber rank } }',
     "select p.id, json_build_object('rowNumber', row_number() over w, 'rank', rank() over w) as window from product p join category c on c.id = p.category_id where c.name = 'Tea'"
     " window w as (order by price desc, p.id) order by p.id"),
    ('product(limit: 12) { id window(partitionBy: [category], orderBy: [{id: ASC}]) { sum { stock } lag { sku } } }',
     "select id, json_build_object('sum', json_build_object('stock', sum(stock) over w::text), 'lag', case when lag(1) over w is not null then json_build_object('sku', lag(sku) over w) end) as window"
     " from product window w as (partition by category_id order by id) order by id limit 12".replace("sum(stock) over w::text", "(sum(stock) over w)::text")),
    ('product(limit: 5) { id category { name } window(orderBy: [{id: ASC}], frame: {preceding: 2, following: 0}) { avg { stock } count } }',
     "select p.id, json_build_object('name', c.name) as category, json_build_object('avg', json_build_object('stock', (avg(stock) over w)::float8), 'count', count(*) over w) as window"
     " from product p join category c on c.id = p.category_id window w as (order by p.id rows between 2 preceding and current row) order by p.id limit 5"),
    ('product(limit: 6) { id window(orderBy: [{price: ASC}, {id: ASC}]) { ntile(buckets: 4) percentRank cumeDist } }',
     "select id, json_build_object('ntile', ntile(4) over w, 'percentRank', percent_rank() over w, 'cumeDist', cume_dist() over w) as window from product window w as (order by price, id)"
     " order by id limit 6"),
]

# What only PostgreSQL can.
POSTGRES = [
    ('customer(where: {name: {regex: "^[AB].* B"}}, limit: 5) { name }', "select name from customer where name ~ '^[AB].* B' order by id limit 5"),
    ('customer(where: {name: {iregex: "ADA"}}, limit: 5) { name }', "select name from customer where name ~* 'ada' order by id limit 5"),
    ('customer(where: {name: {nregex: "a"}}, limit: 5) { name }', "select name from customer where name !~ 'a' order by id limit 5"),
    ('customer(where: {name: {niregex: "a"}}) { name }', "select name from customer where name !~* 'a' order by id"),
    ('review(where: {text: {search: {query: "wonderful"}}}, limit: 5) { id }', "select id from review where to_tsvector(text) @@ websearch_to_tsquery('wonderful') order by id limit 5"),
    ('review(where: {text: {search: {query: "not mine", mode: PHRASE, language: SIMPLE}}}, limit: 5) { id }',
     "select id from review where to_tsvector('simple', text) @@ phraseto_tsquery('simple', 'not mine') order by id limit 5"),
    ('order(where: {placed: {week: {eq: 10}}}) { id }', "select id from orders where extract(week from placed) = 10 order by id"),
    ('productAggregate(where: {id: {lte: 3}}) { arrayAgg { sku } }', "select json_build_object('sku', array_agg(sku order by id)) as \"arrayAgg\" from product where id <= 3"),
    ('productAggregate { approximateCount }', "select 160 as \"approximateCount\""),
    ('orderLineAggregate { count(distinct: [orderId, quantity]) }', "select count(distinct (order_id, quantity)) as count from order_line"),
]
