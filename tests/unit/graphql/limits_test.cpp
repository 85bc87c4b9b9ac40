#include "graphql/validation/limits.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::graphql;

namespace {

std::string checked(std::string text, validation::operation_limits limits) {
  auto document = language::parse(std::move(text));
  REQUIRE(document);
  auto done = validation::check_limits(
    *document, *document->definitions[0].operation, limits);
  return done ? "fits" : done.error().detail;
}

} // namespace

TEST_CASE("limits count through fragments") {
  validation::operation_limits limits;
  limits.max_depth = 3;
  CHECK(checked("{ a { b { c } } }", limits) == "fits");
  CHECK(checked("{ a { ...F } } fragment F on T { b { c { d } } }", limits)
        == "The operation's depth of 4 exceeds the limit of 3.");
  limits = {};
  limits.max_aliases = 1;
  CHECK(checked("{ x: a y: a }", limits)
        == "The operation's alias count of 2 exceeds the limit of 1.");
  limits = {};
  limits.max_root_fields = 1;
  CHECK(checked("{ a b }", limits)
        == "The operation's root field count of 2 exceeds the limit of 1.");
}

TEST_CASE("each limit has a code of its own") {
  auto code = [](std::string text, validation::operation_limits limits) {
    auto document = language::parse(std::move(text));
    REQUIRE(document);
    auto done = validation::check_limits(
      *document, *document->definitions[0].operation, limits);
    return done ? ec::none : done.error().code;
  };
  auto only = [&](size_t validation::operation_limits::*which) {
    validation::operation_limits x;
    x.*which = 1;
    return x;
  };
  using limits = validation::operation_limits;
  CHECK(code("{ a { b } }", only(&limits::max_depth)) == ec::too_deep);
  CHECK(code("{ a { b } }", only(&limits::max_fields)) == ec::too_many_fields);
  CHECK(code("{ x: a y: a }", only(&limits::max_aliases))
        == ec::too_many_aliases);
  CHECK(code("{ a b }", only(&limits::max_root_fields))
        == ec::too_many_root_fields);
  CHECK(code("{ a @skip(if: true) @include(if: true) }",
             only(&limits::max_directives))
        == ec::too_many_directives);
}

TEST_CASE("introspection may not go round in the schema") {
  CHECK(checked(
          "{ __schema { types { fields { type { fields { name } } } } } }", {})
        == "fits");
  CHECK(
    checked("{ __schema { types { fields { type { ...F } } } } } "
            "fragment F on __Type { interfaces { possibleTypes { name } } }",
            {})
    == "The operation's introspection depth of 3 exceeds the limit of 2.");
  // Fields of the application's own may have such names.
  CHECK(checked("{ fields { fields { fields { fields { a } } } } }", {})
        == "fits");
}

TEST_CASE("limits see through a fragment bomb without expanding it") {
  std::string text = "{ ...F0 }";
  for (int i = 0; i < 100; ++i)
    text += " fragment F" + std::to_string(i) + " on T { ...F"
            + std::to_string(i + 1) + " ...F" + std::to_string(i + 1) + " }";
  text += " fragment F100 on T { a }";
  CHECK(checked(text, {}).find("field count") != std::string::npos);
}
