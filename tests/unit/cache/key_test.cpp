#include "cache/key.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace troupe;

namespace {

std::string key_of(std::string_view variables) {
  arena memory{1024};
  auto parsed = json::parse(variables, memory);
  REQUIRE(parsed);
  bytes out;
  cache::key_writer writer{out};
  writer.variables(*parsed);
  return std::string{out.view()};
}

} // namespace

TEST_CASE("key does not depend on how variables are written") {
  CHECK(key_of(R"({"a": 1, "b": {"c": "x", "d": [1, 2]}})")
        == key_of(R"({ "b":{"d":[1,2],"c":"\u0078"},"a":1 })"));
  CHECK(key_of(R"({"a": 1, "a": 2})") == key_of(R"({"a": 2})"));
  CHECK(key_of("{}") == key_of("{  }"));
}

TEST_CASE("key depends on every value and where it stands") {
  std::string all[] = {R"({"a": 1})",       R"({"a": "1"})",
                       R"({"a": true})",    R"({"a": null})",
                       R"({"b": 1})",       R"({"a": [1]})",
                       R"({"a": {}})",      R"({"a": []})",
                       R"({"a": [1, 2]})",  R"({"a": [[1],2]})",
                       R"({"a": [[1,2]]})", R"({"a": {"b": 1}})",
                       R"({"a": 1.0})",     R"({"a": "1", "b": "2"})",
                       R"({"a": "1b2"})"};
  for (const auto& x : all)
    for (const auto& y : all)
      CHECK((key_of(x) == key_of(y)) == (x == y));
}

TEST_CASE("key holds the settings of the session") {
  bytes a;
  bytes b;
  session_settings x{{{"app.tenant", "1"}, {"role", "web"}}};
  session_settings y{{{"app.tenant", "11"}, {"role", "eb"}}};
  cache::key_writer{a}.session(&x);
  cache::key_writer{b}.session(&y);
  CHECK(a.view() != b.view());
  cache::key_writer{b}.session(nullptr);
  CHECK(a.view() != b.view());
}
