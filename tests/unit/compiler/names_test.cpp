#include "compiler/authoring/names.hpp"

#include <catch2/catch.hpp>

using namespace troupe::compiler::authoring;

TEST_CASE("names go from the database's case to GraphQL's and back") {
  CHECK(camel_case("order_line") == "orderLine");
  CHECK(camel_case("OrderLine") == "orderLine");
  CHECK(camel_case("TrackId") == "trackId");
  CHECK(pascal_case("order_line") == "OrderLine");
  CHECK(pascal_case("HTTPStatusCode") == "HttpStatusCode");
  CHECK(pascal_case("2nd place") == "_2ndPlace");
  CHECK(snake_case("orderLine") == "order_line");
  CHECK(snake_case("i2") == "i2");
}

TEST_CASE("names must be GraphQL names") {
  CHECK(valid_name("a_1"));
  CHECK_FALSE(valid_name("__a"));
  CHECK_FALSE(valid_name("1a"));
  CHECK_FALSE(valid_name("ä"));
  CHECK_FALSE(valid_name(""));
}
