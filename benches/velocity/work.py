"""The work of the velocity bench: for each name the Troupe document, the same
for PostGraphile, the best SQL by hand for pgbench, and the range of its variable."""

from dataclasses import dataclass
from typing import Optional


@dataclass
class Work:
    name: str
    troupe: str
    postgraphile: Optional[str]
    sql: str  # :v is the variable; one JSON or one row set
    variable: Optional[str] = None
    low: int = 1
    high: int = 10_000
    writes: Optional[str] = None  # the root field that it needs


WORK = [
    Work(
        "C3",
        "query($id: Int!) { usersByPk(id: $id) { id username fullName } }",
        "query($id: Int!) { usersByPk: userByRowId(rowId: $id) { id: rowId username fullName } }",
        "select id, username, full_name from users where id = :v",
        "id",
    ),
    Work(
        "HC3",
        "query($id: Int!) { usersByPk(id: $id) { id username fullName } }",
        "query($id: Int!) { usersByPk: userByRowId(rowId: $id) { id: rowId username fullName } }",
        "select id, username, full_name from users where id = :v",
        "id",
        high=5,
    ),
    Work(
        "Q1",
        "{ users(limit: 20, orderBy: [{id: ASC}]) { id username fullName } }",
        "{ users: allUsers(first: 20, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId username fullName } } }",
        "select id, username, full_name from users order by id limit 20",
    ),
    Work(
        "Q2",
        "{ posts(limit: 10, orderBy: [{id: ASC}]) { id title } }",
        "{ posts: allPosts(first: 10, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId title } } }",
        "select id, title from posts order by id limit 10",
    ),
    Work(
        "Q2b",
        "{ posts(limit: 10, orderBy: [{id: ASC}]) { id title author { username fullName } } }",
        "{ posts: allPosts(first: 10, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId title author: userByAuthorId { username fullName } } } }",
        "select p.id, p.title, u.username, u.full_name from (select id, title, author_id from posts order by id limit 10) p "
        "join users u on u.id = p.author_id order by p.id",
    ),
    Work(
        "Q3",
        "{ comments(limit: 20, orderBy: [{id: ASC}]) { id content author { username } post { title } } }",
        "{ comments: allComments(first: 20, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId content author: userByAuthorId { username } post: postByPostId { title } } } }",
        "select c.id, c.content, u.username, p.title from (select id, content, author_id, post_id from comments order by id limit 20) c "
        "join users u on u.id = c.author_id join posts p on p.id = c.post_id order by c.id",
    ),
    Work(
        "F1",
        "{ posts(where: {published: {eq: true}}, limit: 10, orderBy: [{id: ASC}]) { id title } }",
        "{ posts: allPosts(condition: {published: true}, first: 10, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId title } } }",
        "select id, title from posts where published order by id limit 10",
    ),
    Work(
        "F2",
        "{ posts(where: {published: {eq: true}}, limit: 10, orderBy: [{id: ASC}]) { id title author { username fullName } } }",
        "{ posts: allPosts(condition: {published: true}, first: 10, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId title author: userByAuthorId { username fullName } } } }",
        "select p.id, p.title, u.username, u.full_name from (select id, title, author_id from posts where published order by id limit 10) p "
        "join users u on u.id = p.author_id order by p.id",
    ),
    Work(
        "T1",
        "query($id: Int!) { postsByPk(id: $id) { id title content author { username } "
        "comments(limit: 10, orderBy: [{id: ASC}]) { content author { username } } } }",
        "query($id: Int!) { postsByPk: postByRowId(rowId: $id) { id: rowId title content author: userByAuthorId { username } "
        "comments: commentsByPostId(first: 10, orderBy: PRIMARY_KEY_ASC) { nodes { content author: userByAuthorId { username } } } } }",
        "select json_build_object('id', p.id, 'title', p.title, 'content', p.content, 'author', json_build_object('username', u.username), "
        "'comments', (select coalesce(json_agg(json_build_object('content', c.content, 'author', json_build_object('username', a.username))), '[]') "
        "from (select content, author_id from comments where post_id = p.id order by id limit 10) c join users a on a.id = c.author_id)) "
        "from posts p join users u on u.id = p.author_id where p.id = :v",
        "id",
        high=50_000,
    ),
    Work(
        "N1",
        "query($o: Int!) { users(limit: 10, offset: $o, orderBy: [{id: ASC}]) { id username "
        "posts(limit: 5, orderBy: [{id: ASC}]) { id title comments(limit: 3, orderBy: [{id: ASC}]) { id content } } } }",
        "query($o: Int!) { users: allUsers(first: 10, offset: $o, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId username "
        "posts: postsByAuthorId(first: 5, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId title "
        "comments: commentsByPostId(first: 3, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId content } } } } } } }",
        "select coalesce(json_agg(json_build_object('id', u.id, 'username', u.username, 'posts', "
        "(select coalesce(json_agg(json_build_object('id', p.id, 'title', p.title, 'comments', "
        "(select coalesce(json_agg(json_build_object('id', c.id, 'content', c.content)), '[]') "
        "from (select id, content from comments where post_id = p.id order by id limit 3) c))), '[]') "
        "from (select id, title from posts where author_id = u.id order by id limit 5) p))), '[]') "
        "from (select id, username from users order by id limit 10 offset :v) u",
        "o",
        low=0,
        high=9_000,
    ),
    Work(
        "S1",
        "query($id: Int!) { comments(where: {authorId: {eq: $id}}, limit: 20, orderBy: [{id: ASC}]) { id content "
        "author { username posts(limit: 5, orderBy: [{id: ASC}]) { id title } } } }",
        "query($id: Int!) { comments: allComments(condition: {authorId: $id}, first: 20, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId content "
        "author: userByAuthorId { username posts: postsByAuthorId(first: 5, orderBy: PRIMARY_KEY_ASC) { nodes { id: rowId title } } } } } }",
        "select c.id, c.content, a.username, a.posts from (select id, content, author_id from comments where author_id = :v order by id limit 20) c "
        "join (select id, username, (select coalesce(json_agg(json_build_object('id', p.id, 'title', p.title)), '[]') "
        "from (select id, title from posts where author_id = :v order by id limit 5) p) as posts from users where id = :v) a on a.id = c.author_id order by c.id",
        "id",
    ),
    Work(
        "M1",
        "mutation($id: Int!) { updateUsersByPk(id: $id, set: {bio: \"changed\"}) { id bio } }",
        "mutation($id: Int!) { updateUsersByPk: updateUserByRowId(input: {rowId: $id, userPatch: {bio: \"changed\"}}) { user { id: rowId bio } } }",
        "update users set bio = 'changed' where id = :v returning id, bio",
        "id",
        writes="updateUsersByPk",
    ),
]
