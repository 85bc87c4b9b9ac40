#include "db/postgres/statement_cache.hpp"

#include <catch2/catch.hpp>

using namespace troupe::db::postgres;
using names = std::vector<std::string>;

TEST_CASE("a statement keeps its name until it is forgotten") {
  statement_cache c{10, 0xab};
  CHECK(c.use(7) == nullptr);
  auto name = c.add(7);
  CHECK(name == "t1_ab");
  REQUIRE(c.use(7) != nullptr);
  CHECK(*c.use(7) == name);
  c.forget(7, name, true);
  CHECK(c.use(7) == nullptr);
  CHECK(c.take_garbage() == names{name});
  CHECK(c.take_garbage().empty());
}

TEST_CASE("no name is used twice") {
  statement_cache c{10, 1};
  auto first = c.add(7);
  c.forget(7, first, false);
  CHECK(c.take_garbage().empty());
  CHECK(c.add(7) != first);
  statement_cache other{10, 2};
  CHECK(other.add(7) != first);
}

TEST_CASE(
  "a statement that was prepared anew is not forgotten for its old form") {
  statement_cache c{10, 1};
  auto old = c.add(7);
  c.forget(7, old, true);
  auto fresh = c.add(7);
  c.forget(7, old, true);
  REQUIRE(c.use(7) != nullptr);
  CHECK(*c.use(7) == fresh);
}

TEST_CASE("the least recently used makes room") {
  statement_cache c{2, 1};
  auto a = c.add(1);
  auto b = c.add(2);
  c.use(1);
  c.add(3);
  CHECK(c.size() == 2);
  CHECK(c.use(2) == nullptr);
  CHECK(c.use(1) != nullptr);
  CHECK(c.take_garbage() == names{b});
}
