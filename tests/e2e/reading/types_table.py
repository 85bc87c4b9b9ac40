"""Interfaces, unions, functions, computed fields and checked scalars over kinds.sql (types.graphql)."""

LIST = [
    ('creature { __typename id name ... on Dog { barks } ... on Cat { lives } }',
     "select case kind when 'dog' then 'Dog' else 'Cat' end as __typename, id, name from animal order by id", {"barks", "lives"}),
    ('creature(where: {name: {startsWith: "T"}}) { name keeper { name } }', "select 'Tom' as name, json_build_object('name', 'Ada') as keeper", set()),
    ('creature(limit: 2, offset: 1) { id keeper { loud } ... on Cat { lives } }',
     "select a.id, case when k.id is not null then json_build_object('loud', upper(k.name)) end as keeper from animal a left join keeper k on k.id = keeper_id order by a.id limit 2 offset 1", {"lives"}),
    ('person { name creatures(orderBy: [{name: ASC}]) { name ... on Dog { barks } } }',
     "select name, (select json_agg(json_build_object('name', a.name) order by a.name) from animal a where keeper_id = k.id) as creatures from keeper k order by id", {"barks"}),
    ('creatureAggregate { count max { name } }', "select count(*), json_build_object('name', max(name)) as max from animal", set()),
    ('found { __typename ... on Person { name } ... on Tagged { tags } }',
     "select * from (select 'Person' as __typename, name, null::text[] as tags, 1 as n, id from keeper union all select 'Tagged', null, tags, 2, id from kinds order by n, id) x", {"name", "tags", "n", "id"}),
    ('found(limit: 2, offset: 1) { ... on Person { id } ... on Tagged { id } }', "select 2 as id union all select 1", set()),
    ('tagged(tag: "blue") { id name }', "select id, name from kinds_tagged('blue') order by id", set()),
    ('tagged(tag: "blue", lowest: 3, orderBy: [{id: DESC}], limit: 1) { id }', "select 5 as id", set()),
    ('person(where: {loud: {eq: "ADA"}}, orderBy: [{loud: DESC}]) { loud }', "select 'ADA' as loud", set()),
    ('mail(to: "ada@example.com")', None, "ada@example.com"),
]
