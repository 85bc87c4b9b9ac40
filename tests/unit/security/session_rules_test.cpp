#include "security/session_rules.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::security;

namespace {

session_rule rule(std::string_view text) {
  auto out = parse_session_rule(text);
  REQUIRE(out);
  return *out;
}

} // namespace

TEST_CASE("a rule has a name and a source") {
  auto x = rule("app.tenant = header:X-Tenant");
  CHECK(x.name == "app.tenant");
  CHECK(x.source == session_source::header);
  CHECK(x.from == "X-Tenant");
  CHECK(rule("role=literal:web").from == "web");
  CHECK(rule("app.x = literal:a:b").from == "a:b");
  CHECK(rule("app.user = subject").source == session_source::subject);
  CHECK(rule("role = role").source == session_source::role);
}

TEST_CASE("a rule that is none is refused with its text") {
  for (auto text : {"", "role", "= header:x", "1a = header:x", "a. = header:x",
                    "a'b = header:x", "role = cookie:x",
                    "role = header:", "role = header", "role = subject:x"}) {
    auto out = parse_session_rule(text);
    INFO(text);
    REQUIRE_FALSE(out);
    CHECK(out.error().code == ec::invalid_config);
  }
}

TEST_CASE("a request's settings come from its headers and principal") {
  std::vector<session_rule> rules{
    rule("app.tenant = header:x-tenant"), rule("role = literal:web"),
    rule("app.plan = claim:plan"), rule("app.user = subject")};
  auto header = [](std::string_view name) -> std::string_view {
    return name == "x-tenant" ? "acme" : "";
  };
  principal who{"ann", "admin", {{"plan", "gold"}}};
  auto out = make_session(rules, header, &who);
  REQUIRE(out != nullptr);
  using pairs = std::vector<std::pair<std::string, std::string>>;
  CHECK(out->list
        == pairs{{"app.tenant", "acme"},
                 {"role", "web"},
                 {"app.plan", "gold"},
                 {"app.user", "ann"}});
  // What is not there is left alone.
  auto nobody = make_session(
    rules, [](auto) { return std::string_view{}; }, nullptr);
  CHECK(nobody->list == pairs{{"role", "web"}});
  CHECK(make_session(
          {rules[0]}, [](auto) { return std::string_view{}; }, nullptr)
        == nullptr);
}

TEST_CASE("requests share a statement only with equal settings") {
  auto a = std::make_shared<session_settings>();
  a->list = {{"role", "web"}};
  auto b = std::make_shared<session_settings>(*a);
  CHECK(same_session(a, b));
  CHECK(same_session(nullptr, nullptr));
  CHECK_FALSE(same_session(a, nullptr));
  b->list[0].second = "admin";
  CHECK_FALSE(same_session(a, b));
}
