#include "graphql/types/build.hpp"
#include "graphql/types/introspection.hpp"
#include "graphql/types/print_schema.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace troupe;
using namespace troupe::graphql;

namespace {

constexpr auto sdl = R"(interface Node {
  id: ID!
}

"A user."
type User implements Node {
  id: ID!
  friends(first: Int = 10, order: Order = ASC): [User!]! @deprecated(reason: "old")
}

enum Order {
  ASC
  DESC @deprecated
}

union Any = User

input Filter @oneOf {
  a: Int
  b: [String!]
}

scalar Url @specifiedBy(url: "https://example.org")

type Query {
  node(id: ID!): Node
  any: Any
}
)";

std::string introspect(std::string query) {
  auto schema = types::build_schema(sdl);
  REQUIRE(schema);
  auto document = language::parse(std::move(query));
  REQUIRE(document);
  types::variable_values none;
  types::field_collector fields{*schema, *document, none};
  auto roots = fields.collect(*schema->query(),
                              document->definitions[0].operation->selections);
  bytes out;
  types::write_introspection(out, *schema, fields, roots[0], none);
  return std::string{out.view()};
}

} // namespace

TEST_CASE("a schema prints what it was built from") {
  auto schema = types::build_schema(sdl);
  REQUIRE(schema);
  CHECK(types::print_schema(*schema) == sdl);
}

TEST_CASE("descriptions print so that they read back") {
  for (std::string text :
       {"", " led by a blank", "\ttab", "trailing ", "two\nlines",
        "  two\n  indented", "\nbegins with a line", "ends with one\n",
        "a\n\n  b", "quote\"", "\"\"\"\"\"\"\"", "back\\", "a\rb", "bell\x07\"",
        "a\n   \nb", " \n"}) {
    types::schema_builder builder;
    types::type_spec query;
    query.name = "Query";
    query.description = text;
    query.fields.push_back({"a", "Int", text});
    builder.add(query);
    auto built = builder.finish();
    REQUIRE(built);
    auto printed = types::print_schema(*built);
    auto again = types::build_schema(printed);
    INFO(printed);
    REQUIRE(again);
    CHECK(again->query()->description == text);
    CHECK(again->query()->fields()[0].description == text);
  }
}

TEST_CASE("a schema names the unknown type") {
  auto schema =
    types::build_schema("type Query { a: Usr } type User { a: Int }");
  REQUIRE_FALSE(schema);
  CHECK(schema.error().detail
        == "Unknown type \"Usr\" in \"Query\". Did you mean \"User\"?");
}

TEST_CASE("a schema refuses a type defined twice") {
  auto schema =
    types::build_schema("type Query { a: Int } type Query { b: Int }");
  REQUIRE_FALSE(schema);
  CHECK(schema.error().detail == "There can be only one type named \"Query\".");
}

TEST_CASE("introspection hides what is deprecated unless asked") {
  CHECK(introspect("{__type(name:\"User\"){fields{name}}}")
        == R"({"fields":[{"name":"id"}]})");
  CHECK(
    introspect("{__type(name:\"User\"){fields(includeDeprecated:true){name "
               "isDeprecated deprecationReason}}}")
    == R"({"fields":[{"name":"id","isDeprecated":false,"deprecationReason":null},{"name":"friends","isDeprecated":true,"deprecationReason":"old"}]})");
}

TEST_CASE("introspection walks types and wrappers") {
  CHECK(
    introspect("{__type(name:\"Query\"){k:kind fields{type{...T}}}} fragment T "
               "on __Type {kind name ofType{kind name}}")
    == R"({"k":"OBJECT","fields":[{"type":{"kind":"INTERFACE","name":"Node","ofType":null}},{"type":{"kind":"UNION","name":"Any","ofType":null}}]})");
  CHECK(introspect("{__type(name:\"Node\"){possibleTypes{name}}}")
        == R"({"possibleTypes":[{"name":"User"}]})");
  CHECK(
    introspect(
      "{__type(name:\"Filter\"){isOneOf inputFields{name defaultValue}}}")
    == R"({"isOneOf":true,"inputFields":[{"name":"a","defaultValue":null},{"name":"b","defaultValue":null}]})");
  CHECK(introspect("{__type(name:\"Nope\"){name}}") == "null");
  CHECK(
    introspect("{__schema{queryType{name} mutationType{name} __typename}}")
    == R"({"queryType":{"name":"Query"},"mutationType":null,"__typename":"__Schema"})");
}
