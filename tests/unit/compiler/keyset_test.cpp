#include "compiler/planner/keyset.hpp"

#include <catch2/catch.hpp>

using namespace troupe::compiler::planner;

namespace {

sort_key key(const char* expression, bool descending, bool nullable,
             bool nulls_first = false) {
  sort_key out;
  out.expression = expression;
  out.descending = descending;
  out.nullable = nullable;
  out.nulls_first = nulls_first;
  return out;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("keys of one direction compare as a row") {
  CHECK(behind({key("a", false, false)}, {"$1"}) == texts{"a > $1"});
  CHECK(behind({key("a", false, false), key("b", false, false)}, {"$1", "$2"})
        == texts{"(a, b) > ($1, $2)"});
  CHECK(behind({key("a", true, false), key("b", true, false)}, {"$1", "$2"})
        == texts{"(a, b) < ($1, $2)"});
}

TEST_CASE("mixed directions are ranges") {
  CHECK(behind({key("a", true, false), key("b", false, false)}, {"$1", "$2"})
        == texts{"a < $1", "a = $1 AND b > $2"});
}

TEST_CASE("nulls have ranges of their own") {
  CHECK(behind({key("a", false, true), key("b", false, false)}, {"$1", "$2"})
        == texts{"a > $1", "a IS NULL AND $1 IS NOT NULL", "a = $1 AND b > $2",
                 "a IS NULL AND $1 IS NULL AND b > $2"});
  CHECK(behind({key("a", true, true, true)}, {"$1"})
        == texts{"a < $1", "a IS NOT NULL AND $1 IS NULL"});
}

TEST_CASE("an order turns round with its nulls") {
  std::vector keys{key("a", false, true), key("b", true, false)};
  reverse(troupe::plan::dialect::postgres, keys);
  CHECK(keys[0].descending);
  CHECK(keys[0].nulls_first);
  CHECK(keys[0].direction == " DESC");
  CHECK(keys[1].direction == "");
  reverse(troupe::plan::dialect::sqlite, keys);
  CHECK(keys[0].direction == " NULLS LAST");
}
