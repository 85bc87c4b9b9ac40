#include "compiler/authoring/database_checks.hpp"

#include "compiler/authoring/author.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace troupe;
using compiler::authoring::check_database;
using compiler::authoring::severity;

namespace {

plan::column_facts column(const char* name, const char* type,
                          bool nullable = false) {
  plan::column_facts out;
  out.name = name;
  out.type = plan::parse_column_type(plan::dialect::postgres, type);
  out.nullable = nullable;
  return out;
}

/// customer(id, name null, mood) <- orders(id, customer_id null, total)
plan::database_facts shop() {
  plan::database_facts out;
  out.dialect = plan::dialect::postgres;
  out.default_schemas = {"public"};
  auto& customer = out.tables.emplace_back();
  customer.schema = "public";
  customer.name = "customer";
  customer.columns = {column("id", "integer"), column("name", "text", true),
                      column("big", "bigint")};
  customer.primary_key = {"id"};
  customer.indexes = {{"customer_pkey", {"id"}}};
  auto& orders = out.tables.emplace_back();
  orders.schema = "public";
  orders.name = "orders";
  orders.columns = {column("id", "integer"),
                    column("customer_id", "integer", true),
                    column("total", "numeric(10,2)")};
  orders.primary_key = {"id"};
  orders.indexes = {{"orders_pkey", {"id"}}};
  out.enums = {{"public", "mood", {"happy", "sad"}, ""}};
  return out;
}

std::string checked(const std::string& sdl, const plan::database_facts& facts) {
  std::vector<compiler::authoring::source_file> files{{"a.graphql", sdl}};
  auto made = compiler::authoring::author(files, &facts);
  for (const auto& x : made.errors)
    FAIL(x.why.detail);
  std::string out;
  for (const auto& x : check_database(made.catalog, facts))
    out += (x.kind == severity::error     ? "error "
            : x.kind == severity::warning ? "warning "
                                          : "advice ")
           + x.coordinate + ": " + x.message + "\n";
  return out;
}

bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a schema that fits its database is not complained about") {
  auto facts = shop();
  facts.tables[0].indexes.push_back({"customer_name", {"name"}});
  facts.tables[1].indexes.push_back({"orders_customer", {"customer_id", "id"}});
  facts.tables[1].rows = 20;
  CHECK(checked("type Customer { id: Int! name: String orders: [Order!]! }\n"
                "type Order @table(name: \"orders\") { id: Int! total: Decimal!"
                " customer: Customer }",
                facts)
        == "");
}

TEST_CASE("types and nullability that drifted are found") {
  auto text =
    checked("type Customer { id: Int! name: String! big: Int! }\n"
            "type Order @table(name: \"orders\") { id: UUID! total: Float! "
            "customerId: Boolean }",
            shop());
  CHECK(has(text, "warning Customer.name: column \"name\" (text) may be null"));
  CHECK(has(text, "warning Customer.big: column \"big\" (bigint) has values "
                  "that Int cannot hold exactly. BigInt can."));
  CHECK(has(text, "error Order.id: column \"id\" (integer) cannot be given as "
                  "UUID. Its type is Int."));
  CHECK(has(text, "warning Order.total"));
  CHECK(has(text, "error Order.customerId"));
}

TEST_CASE("relations and arguments without an index are found") {
  auto text = checked(
    "type Customer { id: Int! name: String orders: [Order!]! }\n"
    "type Order @table(name: \"orders\") { id: Int! customer: Customer! }\n"
    "type Query { named(name: String): [Customer!]! }",
    shop());
  CHECK(has(text, "warning Order: no index of \"orders\" begins with "
                  "(customer_id): each row of Customer.orders would"));
  CHECK(
    has(text, "warning Order.customer: column \"customer_id\" may be null"));
  CHECK(has(text, "warning Query.named: no index of \"customer\" begins with "
                  "name"));
}

TEST_CASE("keys, lists and enums are compared") {
  auto facts = shop();
  auto text = checked(
    "type Customer @table(key: [\"name\"]) { id: Int! name: [String!] }\n"
    "enum Mood @enum(type: \"mood\") { HAPPY @value(sql: \"happy\") "
    "GLAD @value(sql: \"glad\") }\n"
    "type Query { x: Mood @expression(sql: \"'happy'\") }",
    facts);
  CHECK(has(text, "warning Customer: the key (name) is not unique"));
  CHECK(has(text, "error Customer.name: the field is a list"));
  CHECK(has(text, "error Mood.GLAD"));
  CHECK(has(text, "warning Mood: the database's value 'sad' is missing"));
}

TEST_CASE("filters without an index are told once for each table that is not "
          "small") {
  constexpr auto sdl =
    "type Customer { id: Int! name: String big: BigInt }\n"
    "type Order @table(name: \"orders\") { id: Int! total: Decimal! }";
  auto facts = shop();
  facts.tables[0].rows = 1e6;
  facts.tables[1].rows = 10;
  auto text = checked(sdl, facts);
  CHECK(has(text, "advice Customer: no index of \"customer\" begins with one "
                  "of name, big: a filter by one of them alone reads the whole "
                  "table."));
  CHECK_FALSE(has(text, "Order"));
  facts.tables[1].rows = -1;
  CHECK(has(checked(sdl, facts), "advice Order: no index of \"orders\" begins "
                                 "with total: a filter by it alone"));
}

TEST_CASE("a to-one relation by columns that several rows may share is told") {
  auto facts = shop();
  auto said =
    checked("type Customer { id: Int! name: String }\n"
            "type Orders { id: Int! total: Decimal! customer: Customer "
            "@relation(from: [\"id\"], to: [\"big\"]) }\n",
            facts);
  CHECK(said.find("warning Orders.customer: (big) is not unique in table "
                  "\"customer\": of several rows that fit, any is shown.")
        != std::string::npos);
}

TEST_CASE("SQLite's texts are told where numbers are wanted") {
  auto facts = shop();
  facts.dialect = plan::dialect::sqlite;
  auto said =
    checked("extend schema @database(dialect: \"sqlite\")\n"
            "type Customer { id: Int! name: Int }\n"
            "type Orders { id: Int! customer: Customer @relation(from: "
            "[\"id\"], to: [\"name\"]) }\n",
            facts);
  CHECK(said.find("warning Customer.name: column \"name\" (text) holds text: a "
                  "row whose text is no Int would be an error.")
        != std::string::npos);
  CHECK(said.find("are never equal: a number is no text.")
        != std::string::npos);
}

TEST_CASE("a column in an expression has to be there") {
  auto facts = shop();
  auto made = [&](const std::string& sql) {
    std::vector<compiler::authoring::source_file> files{
      {"a.graphql",
       "type Customer { id: Int! x: Int @expression(sql: \"" + sql + "\") }"}};
    return compiler::authoring::author(files, &facts);
  };
  auto wrong = made("{bgi} + 1");
  REQUIRE(wrong.errors.size() == 1);
  CHECK(wrong.errors[0].why.detail.find("no column \"bgi\"")
        != std::string::npos);
  CHECK(wrong.errors[0].why.detail.find("Did you mean \"big\"?")
        != std::string::npos);
  // One that no field shows, and what is text.
  auto right = made("length('{bgi}') + {big}");
  CHECK(right.errors.empty());
  CHECK(std::ranges::any_of(right.catalog.models[0].columns,
                            [](const auto& c) { return c.name == "big"; }));
}
