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

TEST_CASE("limits see through a fragment bomb without expanding it") {
  std::string text = "{ ...F0 }";
  for (int i = 0; i < 100; ++i)
    text += " fragment F" + std::to_string(i) + " on T { ...F"
            + std::to_string(i + 1) + " ...F" + std::to_string(i + 1) + " }";
  text += " fragment F100 on T { a }";
  CHECK(checked(text, {}).find("field count") != std::string::npos);
}
