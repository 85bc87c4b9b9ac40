#include "graphql/types/build.hpp"
#include "graphql/validation/validate.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <string>

// Documents that make a quadratic rule take minutes. Nothing is timed: a test
// that does not end is one that fails.

using namespace troupe;
using namespace troupe::graphql;

namespace {

const types::schema& schema() {
  static const auto built = types::build_schema(R"(
    input In { a: Int b: In }
    interface N { id: ID }
    type A implements N { id: ID x(i: In, n: Int): A n: N }
    type B implements N { id: ID x(i: In, n: Int): B n: N }
    type Query { a(n: Int): A n: N x(i: In, n: Int): Int })");
  return *built;
}

std::string repeat(size_t n, const std::function<std::string(size_t)>& piece) {
  std::string out;
  for (size_t i = 0; i < n; ++i)
    out += piece(i);
  return out;
}

std::string number(size_t i) {
  return std::to_string(i);
}

size_t errors(std::string text) {
  auto document = language::parse(std::move(text));
  REQUIRE(document);
  return validation::validate(schema(), *document).size();
}

} // namespace

TEST_CASE("ten thousand repeated fields are one") {
  CHECK(errors("{" + repeat(10'000, [](size_t) { return "x "; }) + "}") == 0);
  CHECK(errors("{" + repeat(10'000, [](size_t) { return "a{id} "; }) + "}")
        == 0);
  CHECK(errors("{n{"
               + repeat(5'000,
                        [](size_t) { return "...on A{x{id}} ...on B{x{id}} "; })
               + "}}")
        == 0);
  CHECK(errors("{" + repeat(10'000, [](size_t) { return "x "; }) + "x: a{id}}")
        > 0);
}

TEST_CASE("a thousand fragments are looked at once each") {
  auto chain = [](size_t n, const std::string& last) {
    return repeat(n,
                  [&](size_t i) {
                    return "fragment F" + number(i) + " on A{id x{id ...F"
                           + number(i + 1) + "} ...F" + number(i + 1) + "} ";
                  })
           + "fragment F" + number(n) + " on A{" + last + "} ";
  };
  CHECK(errors("{a{...F0}} " + chain(1'000, "id")) == 0);
  CHECK(errors("{a{id: n{id} ...F0}} " + chain(1'000, "id")) > 0);
  CHECK(errors("{a{...F0}} " + chain(1'000, "...F0")) > 0);
  CHECK(
    errors("{a{"
           + repeat(1'000, [](size_t i) { return "...F" + number(i) + " "; })
           + "}} " + chain(1'000, "id"))
    == 0);
  // Every fragment spreads every other: a million pairs, if pairs are counted.
  CHECK(errors("{a{...G0}} "
               + repeat(150,
                        [](size_t i) {
                          return "fragment G" + number(i) + " on A{id "
                                 + repeat(150,
                                          [](size_t j) {
                                            return "...G" + number(j) + " ";
                                          })
                                 + "} ";
                        }))
        > 0);
}

TEST_CASE("a long chain of fragments does not need a deep stack") {
  auto text = "{a{...F0}} "
              + repeat(100'000,
                       [](size_t i) {
                         return "fragment F" + number(i) + " on A{...F"
                                + number(i + 1) + "} ";
                       })
              + "fragment F100000 on A{id}";
  CHECK(errors(text) == 0);
}

TEST_CASE("many arguments, variables, directives and input fields") {
  CHECK(
    errors("{x("
           + repeat(10'000, [](size_t i) { return "q" + number(i) + ":1 "; })
           + ")}")
    == 101);
  CHECK(errors("{x(i:{" + repeat(10'000, [](size_t) { return "a:1 "; }) + "})}")
        == 101);
  CHECK(
    errors("query("
           + repeat(10'000, [](size_t i) { return "$v" + number(i) + ":Int "; })
           + "){x(n:$v1)}")
    == 101);
  CHECK(
    errors("query("
           + repeat(10'000, [](size_t i) { return "$v" + number(i) + ":Int "; })
           + "){"
           + repeat(10'000,
                    [](size_t i) {
                      return "f" + number(i) + ":x(n:$v" + number(i) + ") ";
                    })
           + "}")
    == 0);
  CHECK(errors("{x " + repeat(10'000, [](size_t) { return "@skip(if:true)"; })
               + "}")
        == 101);
}

TEST_CASE("values nest as deep as the parser lets them") {
  auto value = repeat(190, [](size_t) { return "{b:"; }) + "{a:1}"
               + repeat(190, [](size_t) { return "}"; });
  CHECK(errors("{x(i:" + value + ")x(i:" + value + ")}") == 0);
}
