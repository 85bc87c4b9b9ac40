#include "graphql/types/build.hpp"
#include "graphql/validation/validate_sdl.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace troupe;
using namespace troupe::graphql;

namespace {

std::string shown(const std::vector<error>& errors) {
  std::string out;
  for (const auto& x : errors) {
    out += x.detail;
    for (auto at : x.locations)
      out +=
        " (" + std::to_string(at.line) + ":" + std::to_string(at.column) + ")";
    out += '\n';
  }
  return out;
}

std::string sdl_errors(std::string text,
                       const types::schema* extended = nullptr) {
  auto document = language::parse(std::move(text));
  REQUIRE(document);
  return shown(validation::validate_sdl(*document, extended));
}

std::string schema_errors(std::string text) {
  auto document = language::parse(std::move(text));
  REQUIRE(document);
  const auto* all = &*document;
  return shown(validation::validate_schema({&all, 1}));
}

} // namespace

TEST_CASE("type system documents define each thing once") {
  CHECK(sdl_errors("schema { query: Q } type Q { a: Int } extend type Q { b: "
                   "[Q!]! }")
          .empty());
  CHECK(sdl_errors("schema { query: Q query: Q } schema { mutation: Q } type Q")
        == "Must provide only one schema definition. (1:30)\n"
           "There can be only one query type in schema. (1:10) (1:19)\n");
  CHECK(sdl_errors("type A type A directive @d on FIELD directive @d on FIELD")
        == "There can be only one type named \"A\". (1:6) (1:13)\n"
           "There can be only one directive named \"@d\". (1:26) (1:48)\n");
  CHECK(
    sdl_errors("type A { a: Int b(x: Int, x: Int): Int } extend type A { a: "
               "Int } enum E { X X }")
    == "Argument \"A.b(x:)\" can only be defined once. (1:19) (1:27)\n"
       "Field \"A.a\" can only be defined once. (1:10) (1:58)\n"
       "Enum value \"E.X\" can only be defined once. (1:76) (1:78)\n");
}

TEST_CASE("type system documents name what there is") {
  CHECK(sdl_errors("type Query { a: Strin }")
        == "Unknown type \"Strin\". Did you mean \"String\"? (1:17)\n");
  CHECK(sdl_errors("type Dog extend type Dgo { a: Int } extend input Dog { a: "
                   "Int }")
        == "Cannot extend type \"Dgo\" because it is not defined. Did you mean "
           "\"Dog\"? (1:22)\n"
           "Cannot extend non-input object type \"Dog\". (1:1) (1:37)\n");
  CHECK(
    sdl_errors("directive @d(a: Int!) on FIELD_DEFINITION "
               "type Q @d @x { a: Int @d(b: 1) @deprecated @deprecated }")
    == "Directive \"@d\" may not be used on OBJECT. (1:50)\n"
       "Directive \"@d\" argument \"a\" of type \"Int!\" is required, but it "
       "was not provided. (1:50)\n"
       "Unknown directive \"@x\". (1:53)\n"
       "Unknown argument \"b\" on directive \"@d\". Did you mean \"a\"? "
       "(1:68)\n"
       "Directive \"@d\" argument \"a\" of type \"Int!\" is required, but it "
       "was not provided. (1:65)\n"
       "The directive \"@deprecated\" can only be used once at this "
       "location. (1:74) (1:86)\n");
}

TEST_CASE("a document that extends a schema sees it") {
  auto schema = types::build_schema("type Query { a: E } enum E { X }");
  REQUIRE(schema);
  CHECK(sdl_errors("extend type Query { b: E } extend enum E { Y }", &*schema)
          .empty());
  CHECK(
    sdl_errors("type Query extend type Query { a: Int } extend enum E { X } "
               "schema { query: Query }",
               &*schema)
    == "Cannot define a new schema within a schema extension. (1:61)\n"
       "Type for query already defined in the schema. It cannot be "
       "redefined. (1:70)\n"
       "Type \"Query\" already exists in the schema. It cannot also be "
       "defined in this type definition. (1:6)\n"
       "Field \"Query.a\" already exists in the schema. It cannot also be "
       "defined in this type extension. (1:32)\n"
       "Enum value \"E.X\" already exists in the schema. It cannot also be "
       "defined in this type extension. (1:57)\n");
}

TEST_CASE("a type system holds together") {
  CHECK(schema_errors("type Query { a: Int }").empty());
  CHECK(schema_errors("type A { a: Int }")
        == "Query root type must be provided.\n");
  CHECK(schema_errors("input Query { a: Int }")
        == "Query root type must be Object type, it cannot be Query. (1:1)\n");
  CHECK(
    schema_errors("type Query { a(x: Query): In __b: Int } input In { a: In! }")
    == "The type of Query.a must be Output Type but got: In. (1:27)\n"
       "The type of Query.a(x:) must be Input Type but got: Query. (1:19)\n"
       "Name \"__b\" must not begin with \"__\", which is reserved by "
       "GraphQL introspection. (1:30)\n"
       "Cannot reference Input Object \"In\" within itself through a series "
       "of non-null fields: \"a\". (1:52)\n");
  CHECK(
    schema_errors("type Query implements I & I & Query { a: Int } interface "
                  "I { a: String b(x: Int): Int }")
    == "Interface field I.a expects type String but Query.a is type Int. "
       "(1:65) (1:42)\n"
       "Interface field I.b expected but Query does not provide it. (1:72) "
       "(1:1)\n"
       "Type Query can only implement I once. (1:23) (1:27)\n"
       "Type Query must only implement Interface types, it cannot "
       "implement Query. (1:31)\n");
  CHECK(
    schema_errors("type Query { u: U } union U = | Query | Query | In input "
                  "In @oneOf { a: Int! b: Int = 1 }")
    == "Union type U can only include type Query once. (1:33) (1:41)\n"
       "Union type U can only include Object types, it cannot include In. "
       "(1:49)\n"
       "OneOf input field In.a must be nullable. (1:73)\n"
       "OneOf input field In.b cannot have a default value. (1:78)\n");
}

TEST_CASE("default values of input fields end") {
  CHECK(schema_errors("type Query { a(x: A): Int } input A { a: A = {} }")
        == "Invalid circular reference. The default value of Input Object "
           "field A.a references itself. (1:46)\n");
  CHECK(schema_errors("type Query { a(x: A): Int } input A { b: B = {} } input "
                      "B { c: [C] = [{}] } input C { a: A = {b: {}} d: A }")
        == "Invalid circular reference. The default value of Input Object "
           "field B.c references itself via the default values of: C.a. (1:70) "
           "(1:94)\n");
  CHECK(
    schema_errors("type Query { a(x: A): Int } input A { a: A = null b: A = "
                  "{b: null} c: [A!] = [] }")
      .empty());
}

TEST_CASE("default values are of their types") {
  auto document = language::parse(
    "type Query { a(n: Int = \"x\", e: E = Y, l: [Int!] = [1, null]): Int } "
    "enum E { X } input I { i: Float = 1, b: Boolean = 0 }");
  REQUIRE(document);
  CHECK(shown(validation::check_sdl(*document))
        == "Int cannot represent non-integer value: \"x\" (1:25)\n"
           "Value \"Y\" does not exist in \"E\" enum. Did you mean the enum "
           "value \"X\"? (1:37)\n"
           "Expected value of type \"Int!\", found null. (1:56)\n"
           "Boolean cannot represent a non boolean value: 0 (1:120)\n");
}
