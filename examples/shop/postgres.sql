-- The demo shop for PostgreSQL: the same rows as sqlite.sql.
BEGIN;
CREATE TABLE customer (id integer PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE, city text, country text NOT NULL, joined timestamp NOT NULL);
CREATE TABLE category (id integer PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE product (id integer PRIMARY KEY, sku text NOT NULL UNIQUE, name text NOT NULL, price numeric(10,2) NOT NULL, stock integer NOT NULL, active boolean NOT NULL, category_id integer NOT NULL REFERENCES category (id));
CREATE TABLE orders (id integer PRIMARY KEY, placed timestamp NOT NULL, status text NOT NULL, customer_id integer NOT NULL REFERENCES customer (id));
CREATE TABLE order_line (order_id integer NOT NULL REFERENCES orders (id), line integer NOT NULL, product_id integer NOT NULL REFERENCES product (id), quantity integer NOT NULL, price numeric(10,2) NOT NULL, PRIMARY KEY (order_id, line));
CREATE TABLE review (id integer PRIMARY KEY, stars integer NOT NULL, text text, written timestamp NOT NULL, customer_id integer NOT NULL REFERENCES customer (id), product_id integer NOT NULL REFERENCES product (id));
COMMENT ON TABLE customer IS 'Someone who buys.';
COMMENT ON TABLE category IS 'A shelf of the shop.';
COMMENT ON TABLE product IS 'Something that can be bought.';
COMMENT ON COLUMN product.price IS 'Price of one piece.';
COMMENT ON TABLE order_line IS 'One product of an order.';
COMMENT ON TABLE review IS 'What a customer thinks of a product.';

INSERT INTO category (id, name) VALUES (1, 'Tea'), (2, 'Coffee'), (3, 'Bread'), (4, 'Cheese'), (5, 'Fruit'), (6, 'Chocolate'), (7, 'Books'), (8, 'Toys');

INSERT INTO customer
SELECT i,
  (ARRAY['Ada', 'Björn', 'Chloé', 'Dmitri', 'Emi', 'Farid', 'Grace', 'Hana', 'Ivo', 'Júlia'])[i % 10 + 1]
    || ' ' || (ARRAY['Lovelace', 'Berg', 'Moreau', 'Novak', 'Tanaka', 'Haddad', 'Weber', 'Silva'])[i / 10 % 8 + 1],
  'customer' || i || '@example.com',
  CASE WHEN i % 7 <> 0 THEN 'City ' || i % 25 END,
  (ARRAY['DE', 'SE', 'FR', 'JP', 'BR'])[i % 5 + 1],
  timestamp '2024-01-01' + make_interval(days => i * 37 % 700, mins => i * 131 % 1440)
FROM generate_series(1, 300) AS i;

INSERT INTO product
SELECT i, 'SKU-' || lpad(i::text, 4, '0'),
  (ARRAY['Puzzle', 'Green tea', 'Espresso', 'Rye loaf', 'Old Gouda', 'Apple', 'Dark bar', 'Novel'])[i % 8 + 1] || ' no. ' || i,
  (i * 137 % 4950 + 50) / 100.0, i * 13 % 90, i % 11 <> 0, (i + 7) % 8 + 1
FROM generate_series(1, 160) AS i;

INSERT INTO orders
SELECT i, timestamp '2025-01-01' + make_interval(days => i * 11 % 600, mins => i * 97 % 1440),
  (ARRAY['NEW', 'RETURNED', 'PAID', 'PAID', 'SHIPPED', 'SHIPPED', 'SHIPPED'])[i % 7 + 1], i * 17 % 300 + 1
FROM generate_series(1, 1500) AS i;

INSERT INTO order_line
SELECT (i - 1) / 3 + 1, (i - 1) % 3 + 1, p.id, i % 4 + 1, p.price
FROM generate_series(1, 4500) AS i JOIN product p ON p.id = i * 29 % 160 + 1;

INSERT INTO review
SELECT i, i * 7 % 5 + 1,
  CASE WHEN i % 3 <> 0 THEN 'Review ' || i || (ARRAY[': no', ': not mine', ': fine', ': good', ': wonderful'])[i * 7 % 5 + 1] END,
  timestamp '2025-03-01' + make_interval(days => i * 19 % 500), i * 23 % 300 + 1, i * 31 % 160 + 1
FROM generate_series(1, 900) AS i;

CREATE INDEX product_category_id ON product (category_id);
CREATE INDEX orders_customer_id ON orders (customer_id);
CREATE INDEX order_line_product_id ON order_line (product_id);
CREATE INDEX review_customer_id ON review (customer_id);
CREATE INDEX review_product_id ON review (product_id);
COMMIT;
ANALYZE;
