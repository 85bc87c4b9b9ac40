#include "runtime/function_response.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::runtime;

namespace {

/// A response in the form of 13 columns, with more members in front.
std::string current(const std::string& more) {
  return "{" + more
         + R"(,"status_detail":null,"entity_id":null,"entity_type":"User",)"
           R"("entity":{"id":1},"updated_fields":["a_b"],"cascade":null,)"
           R"("error_detail":{"taken_name":"x"},"metadata":null})";
}

std::string older(const std::string& status) {
  return R"({"status":")" + status
         + R"(","message":"m","entity_id":"7","entity_type":"User",)"
           R"("entity":{"id":7},"updated_fields":null,"cascade":null,"metadata":null})";
}

} // namespace

TEST_CASE("the truth table of the form of 13 columns holds") {
  auto read = [](const std::string& succeeded, const std::string& changed,
                 const std::string& error_class) {
    return read_response(current("\"succeeded\":" + succeeded
                                 + ",\"state_changed\":" + changed
                                 + ",\"error_class\":" + error_class
                                 + R"(,"http_status":null,"message":"m")"),
                         {});
  };
  CHECK(read("true", "true", "null").broken.empty());
  CHECK(read("true", "true", "null").changed);
  CHECK(read("true", "false", "null").succeeded);
  CHECK_FALSE(read("true", "false", "null").changed);
  auto failed = read("false", "false", "\"conflict\"");
  CHECK(failed.broken.empty());
  CHECK_FALSE(failed.succeeded);
  CHECK_FALSE(read("false", "true", "\"conflict\"").broken.empty());
  CHECK_FALSE(read("true", "true", "\"conflict\"").broken.empty());
  CHECK_FALSE(read("false", "false", "null").broken.empty());
  CHECK_FALSE(read("null", "false", "null").broken.empty());
  CHECK_FALSE(read("false", "false", "\"mystery\"").broken.empty());
}

TEST_CASE("an HTTP status is from 100 to 599") {
  auto with = [](const std::string& status) {
    return read_response(
      current(R"("succeeded":false,"state_changed":false,"error_class":)"
              R"("not_found","message":null,"http_status":)"
              + status),
      {});
  };
  CHECK(with("404").broken.empty());
  CHECK_FALSE(with("99").broken.empty());
  CHECK_FALSE(with("600").broken.empty());
}

TEST_CASE("a failure has the code and status of its class") {
  auto text =
    current(R"("succeeded":false,"state_changed":false,"error_class":)"
            R"("conflict","message":"taken \"x\"","http_status":null)");
  auto x = read_response(text, {});
  auto e = failure_of(x);
  CHECK(e.code == ec::conflict);
  CHECK(e.named_code == "CONFLICT");
  CHECK(e.message == "taken \"x\"");
  CHECK(e.more == R"(,"status":409,"detail":{"taken_name":"x"})");
  auto json = failure_json(x);
  CHECK(json.find(R"("status":"conflict")") != std::string::npos);
  CHECK(json.find(R"("http_status":409)") != std::string::npos);
  CHECK(json.ends_with(R"("taken_name":"x"})"));
}

TEST_CASE("the older form goes by its status") {
  for (std::string word : {"success", "new", "created", "updated", "deleted"}) {
    auto text = older(word);
    auto x = read_response(text, {});
    CHECK((x.succeeded && x.changed));
    CHECK(x.entity == R"({"id":7})");
  }
  auto noop = read_response(older("noop:same"), {});
  CHECK((noop.succeeded && !noop.changed));
  CHECK(read_response(older("failed:taken"), {}).error_class == "failed");
  CHECK(read_response(older("failed:validation"), {}).error_class
        == "validation");
  CHECK(read_response(older("not_found:user"), {}).error_class == "not_found");
  CHECK(failure_of(read_response(older("forbidden"), {})).named_code
        == "FORBIDDEN");
}

TEST_CASE("anything else is a row") {
  auto row = read_response(R"({"id":1,"status":"open"})", {});
  CHECK((row.succeeded && row.changed));
  CHECK(row.entity == R"({"id":1,"status":"open"})");
  auto view = read_response(R"({"id":1,"data":{"id":1}})", "data");
  CHECK(view.entity == R"({"id":1})");
  CHECK(read_response("[1]", {}).entity == "[1]");
}

TEST_CASE("broken text is no crash") {
  auto whole = current(R"("succeeded":true,"state_changed":true)");
  for (size_t i = 0; i <= whole.size(); ++i)
    read_response(std::string_view{whole}.substr(0, i), "data");
}

TEST_CASE("a refusal is taken out of an error") {
  CHECK(refusal_in({ec::conflict, "another", {}}) == nullptr);
  auto row = refusal_in({ec::conflict, "troupe:refused {\"a\":1}", {}});
  REQUIRE(row != nullptr);
  plan::cell c;
  row->read(0, &c);
  CHECK(c.view() == "{\"a\":1}");
}
