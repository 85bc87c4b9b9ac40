#include "runtime/cascade.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace troupe::runtime;

TEST_CASE("a cascade has the names of the schema") {
  CHECK(
    canonical_cascade(
      R"({"updated": [{"__typename": "Customer", "id": "1", "operation": "UPDATED", "entity": {"order_count": 4, "tags": [{"a_b": 1}]}}],)"
      R"( "deleted": [{"typename": "Item", "id": "2", "deletedAt": "t"}], "invalidations": [{"queryName": "orders"}], "metadata": {"affectedCount": 2}})")
    == R"({"updated":[{"__typename":"Customer","id":"1","operation":"UPDATED","entity":{"orderCount":4,"tags":[{"aB":1}]}}],)"
       R"("deleted":[{"__typename":"Item","id":"2","deleted_at":"t"}],"invalidations":[{"query_name":"orders"}],"metadata":{"affected_count":2}})");
  CHECK(canonical_cascade("{}")
        == R"({"updated":[],"deleted":[],"invalidations":[],"metadata":null})");
  CHECK(canonical_cascade("[]").empty());
}

TEST_CASE("a long cascade is cut and says so") {
  std::string all = "{\"updated\":[";
  for (int i = 0; i < 501; ++i)
    all += (i > 0 ? ",{\"id\":" : "{\"id\":") + std::to_string(i) + "}";
  auto out = canonical_cascade(all + "]}");
  CHECK(out.find("{\"id\":499}") != std::string::npos);
  CHECK(out.find("{\"id\":500}") == std::string::npos);
  CHECK(
    out.ends_with(R"("metadata":{"truncated":true,"original_count":501}})"));
}

TEST_CASE("deep values and broken text end early") {
  std::string deep = R"({"updated":[{"entity":)" + std::string(1000, '[');
  CHECK(canonical_cascade(deep + std::string(1000, ']') + "}]}").size() < 200);
  for (size_t i = 0; i < deep.size(); i += 7)
    canonical_cascade(deep.substr(0, i));
}
