-- The operators of pgvector over arrays, so that statements with vectors run where the extension is not packaged.
CREATE DOMAIN vector AS float8[];
CREATE FUNCTION l2(float8[], float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT sqrt(sum((a - b) ^ 2)) FROM unnest($1, $2) AS x (a, b)';
CREATE FUNCTION l1(float8[], float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT sum(abs(a - b)) FROM unnest($1, $2) AS x (a, b)';
CREATE FUNCTION inner_product(float8[], float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT -sum(a * b) FROM unnest($1, $2) AS x (a, b)';
CREATE FUNCTION cosine(float8[], float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE
  AS 'SELECT 1 - sum(a * b) / (sqrt(sum(a * a)) * sqrt(sum(b * b))) FROM unnest($1, $2) AS x (a, b)';
CREATE FUNCTION hamming(bit, bit) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT length(replace(($1 # $2)::text, ''0'', ''''))::float8';
CREATE FUNCTION jaccard(bit, bit) RETURNS float8 LANGUAGE sql IMMUTABLE
  AS 'SELECT 1 - length(replace(($1 & $2)::text, ''0'', ''''))::float8 / length(replace(($1 | $2)::text, ''0'', ''''))';
CREATE OPERATOR <-> (LEFTARG = float8[], RIGHTARG = float8[], FUNCTION = l2);
CREATE OPERATOR <+> (LEFTARG = float8[], RIGHTARG = float8[], FUNCTION = l1);
CREATE OPERATOR <#> (LEFTARG = float8[], RIGHTARG = float8[], FUNCTION = inner_product);
CREATE OPERATOR <=> (LEFTARG = float8[], RIGHTARG = float8[], FUNCTION = cosine);
CREATE OPERATOR <~> (LEFTARG = bit, RIGHTARG = bit, FUNCTION = hamming);
CREATE OPERATOR <%> (LEFTARG = bit, RIGHTARG = bit, FUNCTION = jaccard);
