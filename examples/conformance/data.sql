-- Five users, twelve posts, thirty comments, eight products.
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL);
CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT, author_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE comments (id INTEGER PRIMARY KEY, body TEXT NOT NULL, author_id INTEGER NOT NULL REFERENCES users (id), post_id INTEGER NOT NULL REFERENCES posts (id));
CREATE TABLE products (id INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, name TEXT NOT NULL, price REAL NOT NULL, stock INTEGER, active BOOLEAN NOT NULL);
CREATE INDEX users_name ON users (name);
CREATE INDEX posts_author_id ON posts (author_id);
CREATE INDEX comments_post_id ON comments (post_id);
CREATE INDEX comments_author_id ON comments (author_id);
INSERT INTO users VALUES (1, 'Ada', 'u1@example.org'), (2, 'Björn', 'u2@example.org'), (3, 'Chloé', 'u3@example.org'), (4, 'Dmitri', 'u4@example.org'), (5, 'Emi', 'u5@example.org');
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12) INSERT INTO posts SELECT i, 'Post ' || i, CASE WHEN i % 3 = 1 THEN NULL ELSE 'Body ' || i END, (i - 1) % 5 + 1 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) INSERT INTO comments SELECT i, 'Comment ' || i, (i - 1) % 5 + 1, (i - 1) % 12 + 1 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8) INSERT INTO products SELECT i, 'SKU-' || i, 'Product ' || i, i * 2.5, CASE WHEN i IN (1, 5) THEN NULL ELSE (i - 1) * 3 END, i % 2 = 1 FROM n;
