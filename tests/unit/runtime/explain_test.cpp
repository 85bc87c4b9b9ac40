#include "runtime/explain.hpp"

#include <catch2/catch.hpp>

using namespace troupe;

TEST_CASE("SQL breaks into lines at its clauses") {
  CHECK(runtime::pretty_sql(
          "SELECT t1.\"a\", ARRAY(SELECT ROW(t2.\"FROM\") FROM \"b\" AS t2 "
          "WHERE t2.\"x\" = 'a WHERE b' ORDER BY t2.\"id\") FROM (SELECT "
          "t0.\"a\" FROM \"t\" AS t0 LIMIT 5) AS t1 LEFT JOIN \"c\" AS t3 ON "
          "t3.\"id\" = t1.\"c\" WHERE EXTRACT(year FROM t1.\"d\") = $1")
        == "SELECT t1.\"a\", ARRAY(\n"
           "  SELECT ROW(t2.\"FROM\")\n"
           "  FROM \"b\" AS t2\n"
           "  WHERE t2.\"x\" = 'a WHERE b'\n"
           "  ORDER BY t2.\"id\"\n"
           ")\n"
           "FROM (\n"
           "  SELECT t0.\"a\"\n"
           "  FROM \"t\" AS t0\n"
           "  LIMIT 5\n"
           ") AS t1\n"
           "LEFT JOIN \"c\" AS t3 ON t3.\"id\" = t1.\"c\"\n"
           "WHERE EXTRACT(year FROM t1.\"d\") = $1");
}

TEST_CASE("a statement that explains has the parameters of its subject") {
  plan::statement x;
  x.dialect = plan::dialect::postgres;
  x.sql = "SELECT 1 WHERE $1";
  x.merged_sql = "SELECT 2";
  x.id = 7;
  x.parameters.resize(1);
  auto got = runtime::explain_statement(x, runtime::explanation::analyze);
  CHECK(got->sql == "EXPLAIN (ANALYZE, BUFFERS) SELECT 1 WHERE $1");
  CHECK(got->merged_sql.empty());
  CHECK(got->id != 7);
  CHECK(got->parameters.size() == 1);
}
