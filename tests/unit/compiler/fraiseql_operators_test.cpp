#include "compiler/authoring/fraiseql_operators.hpp"

#include "compiler/authoring/fraiseql/detect_facts.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace troupe;
using namespace troupe::compiler::authoring;

namespace {

plan::column_facts column(std::string name, std::string_view type,
                          bool nullable = true) {
  plan::column_facts out;
  out.name = std::move(name);
  out.type = plan::parse_column_type(plan::dialect::postgres, type);
  out.nullable = nullable;
  return out;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("other names of a condition lead to it") {
  CHECK(operator_of("ne") == "neq");
  CHECK(operator_of("arrayContainedIn") == "array_contained_by");
  CHECK(operator_of("websearchQuery") == "websearch_query");
  CHECK(operator_of("isIpv4") == "is_ipv4");
  CHECK(operator_of("neq") == "neq");
  CHECK(operator_of("bogus") == "bogus");
  for (auto family :
       {filter_family::plain, filter_family::text, filter_family::network,
        filter_family::tree, filter_family::json, filter_family::list,
        filter_family::objects, filter_family::vector, filter_family::bits})
    for (const auto& op : filter_operators(family)) {
      CHECK(operator_of(op.name) == op.name);
      for (const auto& other : other_operator_names(op.name))
        CHECK(operator_of(other) == op.name);
    }
}

TEST_CASE("a family has each condition once") {
  for (auto family : {filter_family::text, filter_family::network,
                      filter_family::tree, filter_family::json}) {
    auto all = filter_operators(family);
    for (const auto& op : all)
      CHECK(std::ranges::count(all, op.name, &filter_operator::name) == 1);
  }
}

TEST_CASE("a fact table is found by its columns and rows") {
  plan::table_facts t;
  t.schema = "public";
  t.name = "tf_sale";
  t.columns = {column("pk_sale", "bigint", false),
               column("revenue", "numeric(12,2)", false),
               column("store_id", "bigint"),
               column("sold_at", "timestamptz", false),
               column("channel", "text"),
               column("data", "jsonb", false),
               column("date_info", "jsonb")};
  t.primary_key = {"pk_sale"};
  t.indexes = {{"by_store", {"store_id"}}};
  t.documents = {
    R"({"data": {"kind": "a", "shop": {"floor": 2, "at": {"x": 1, "y": {"z": 1}}}, "channel": "b", "o'x": 1}, "date_info": {"month": "2026-01-01", "week": 3}})",
    R"({"data": {"kind": null, "list": [1]}, "date_info": null})"};
  auto out = fraiseql::detect_fact_table(t);
  CHECK(has(out, R"("table_name": "tf_sale")"));
  CHECK(has(out, R"x({"name": "revenue", "sql_type": "numeric(12,2)")x"));
  CHECK(!has(out, "pk_sale"));
  CHECK(
    has(out, R"({"name": "store_id", "sql_type": "bigint", "indexed": true})"));
  CHECK(
    has(out, R"({"name": "channel", "sql_type": "text", "indexed": false})"));
  CHECK(has(
    out,
    R"({"name": "kind", "json_path": "data->>'kind'", "data_type": "text"})"));
  CHECK(has(out, R"("data->'shop'->>'floor'", "data_type": "integer")"));
  CHECK(has(out, R"("data->'shop'->'at'->>'x'")"));
  // Too deep, a list, a name that a column has.
  CHECK(!has(out, "'z'"));
  CHECK(!has(out, "'list'"));
  CHECK(!has(out, "data->>'channel'"));
  CHECK(has(out, R"("source_column": "sold_at")"));
  CHECK(has(
    out,
    R"({"json_key": "week", "bucket_type": "week", "data_type": "integer"})"));
  CHECK(fraiseql::detect_fact_tables({}) == "{\"fact_tables\": [\n]}\n");
}
