#include "graphql/validation/validate.hpp"

#include "graphql/types/build.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace troupe;
using namespace troupe::graphql;

namespace {

const types::schema& schema() {
  static const auto built = types::build_schema(R"(
    interface Pet { name: String! }
    type Dog implements Pet { name: String! barks(loud: Boolean!): Boolean friend: Pet age: Int }
    type Cat implements Pet { name: String! meows: Boolean age: String }
    union Any = Dog | Cat
    enum Color { RED GREEN }
    input Filter { name: String!, colors: [Color!], inner: Filter, n: Int = 1 }
    input One @oneOf { a: Int, b: String }
    type Query { pet(id: ID!, n: Int): Pet dog: Dog any: Any find(filter: Filter, one: One, color: Color): [Dog!]! }
    type Subscription { a: Int b: Int })");
  return *built;
}

std::string errors(std::string text) {
  auto document = language::parse(std::move(text));
  REQUIRE(document);
  std::string out;
  for (const auto& x : validation::validate(schema(), *document)) {
    out += x.detail;
    for (auto at : x.locations)
      out +=
        " (" + std::to_string(at.line) + ":" + std::to_string(at.column) + ")";
    out += '\n';
  }
  return out;
}

} // namespace

TEST_CASE("validation lets good documents through") {
  CHECK(errors("query Q($id: ID!, $f: Filter) { pet(id: $id) { __typename name "
               "... on Dog { barks(loud: true) } } find(filter: $f) { ...D } } "
               "fragment D on Dog { name friend { name } }")
          .empty());
  CHECK(errors("{ a: dog { name } b: dog { age } any { ... on Dog { age } ... "
               "on Cat { name } } }")
          .empty());
  CHECK(errors("{ __schema { types { name } } __type(name: \"Dog\") { name } }")
          .empty());
}

TEST_CASE("validation finds wrong fields and selections") {
  CHECK(errors("{ dog { nam } }")
        == "Cannot query field \"nam\" on type \"Dog\". Did you mean \"name\"? "
           "(1:9)\n");
  CHECK(errors("{ pet(id: 1) { meows } }")
        == "Cannot query field \"meows\" on type \"Pet\". Did you mean to use "
           "an inline fragment on \"Cat\"? (1:16)\n");
  CHECK(errors("{ dog }")
        == "Field \"dog\" of type \"Dog\" must have a selection of subfields. "
           "Did you mean \"dog { ... }\"? (1:3)\n");
  CHECK(errors("{ dog { name { x } } }")
          .starts_with("Field \"name\" must not have a selection since type "
                       "\"String!\" has no subfields. (1:14)\n"));
}

TEST_CASE("validation checks arguments") {
  CHECK(errors("{ pet { name } }")
        == "Field \"pet\" argument \"id\" of type \"ID!\" is required, but it "
           "was not provided. (1:3)\n");
  CHECK(errors("{ dog { barks(load: true, loud: true) } }")
        == "Unknown argument \"load\" on field \"Dog.barks\". Did you mean "
           "\"loud\"? (1:15)\n");
  CHECK(errors("{ pet(id: 1, id: 2) { name } }")
        == "There can be only one argument named \"id\". (1:7) (1:14)\n");
}

TEST_CASE("validation shows block strings as such") {
  CHECK(errors("{ pet(id: 1, n: \"\"\"b\"\"\") { name } }")
        == "Int cannot represent non-integer value: \"\"\"b\"\"\" (1:17)\n");
  CHECK(errors("{ pet(id: 1, n: \"\"\"\na\n  b\"\n\"\"\") { name } }")
        == "Int cannot represent non-integer value: "
           "\"\"\"\na\n  b\"\n\"\"\" (1:17)\n");
}

TEST_CASE("validation checks literals") {
  CHECK(
    errors("{ pet(id: 1.5) { name } }")
    == "ID cannot represent a non-string and non-integer value: 1.5 (1:11)\n");
  CHECK(errors("{ pet(id: 1, n: 3000000000) { name } }")
        == "Int cannot represent non 32-bit signed integer value: 3000000000 "
           "(1:17)\n");
  CHECK(errors("{ find(color: RAD) { name } }")
        == "Value \"RAD\" does not exist in \"Color\" enum. Did you mean the "
           "enum value \"RED\"? (1:15)\n");
  CHECK(errors("{ find(color: \"RED\") { name } }")
        == "Enum \"Color\" cannot represent non-enum value: \"RED\". Did you "
           "mean the enum value \"RED\" or \"GREEN\"? (1:15)\n");
  CHECK(errors("{ find(filter: {n: 1}) { name } }")
        == "Field \"Filter.name\" of required type \"String!\" was not "
           "provided. (1:16)\n");
  CHECK(errors("{ find(filter: {name: \"a\", nme: 1}) { name } }")
        == "Field \"nme\" is not defined by type \"Filter\". Did you mean "
           "\"name\" or \"n\"? (1:28)\n");
  CHECK(errors("{ find(one: {a: 1, b: \"x\"}) { name } }")
        == "OneOf Input Object \"One\" must specify exactly one key. (1:13)\n");
}

TEST_CASE("validation checks fragments") {
  CHECK(errors("{ dog { ...X } }") == "Unknown fragment \"X\". (1:12)\n");
  CHECK(errors("{ dog { ...C } } fragment C on Cat { name }")
        == "Fragment \"C\" cannot be spread here as objects of type \"Dog\" "
           "can never be of type \"Cat\". (1:9)\n");
  CHECK(errors("{ dog { name } } fragment F on Dog { name }")
        == "Fragment \"F\" is never used. (1:18)\n");
  CHECK(
    errors(
      "{ dog { ...A } } fragment A on Dog { ...B } fragment B on Dog { ...A }")
    == "Cannot spread fragment \"A\" within itself via \"B\". (1:38) (1:65)\n");
  CHECK(errors("{ dog { ... on Int { x } } }")
        == "Fragment cannot condition on non composite type \"Int\". (1:16)\n");
}

TEST_CASE("validation checks variables") {
  CHECK(errors("{ pet(id: $id) { name } }")
        == "Variable \"$id\" is not defined. (1:11) (1:1)\n");
  CHECK(errors("query Q($a: Int) { dog { name } }")
        == "Variable \"$a\" is never used in operation \"Q\". (1:9)\n");
  CHECK(errors("query Q($id: ID) { pet(id: $id) { name } }")
        == "Variable \"$id\" of type \"ID\" used in position expecting type "
           "\"ID!\". (1:9) (1:28)\n");
  CHECK(errors("query Q($d: Dog) { pet(id: $d) { name } }")
          .starts_with(
            "Variable \"$d\" cannot be non-input type \"Dog\". (1:13)\n"));
}

TEST_CASE("validation checks operations and directives") {
  CHECK(
    errors("{ dog { name } } query Q { dog { name } }")
    == "This anonymous operation must be the only defined operation. (1:1)\n");
  CHECK(errors("query Q { dog { name } } query Q { dog { name } }")
        == "There can be only one operation named \"Q\". (1:7) (1:32)\n");
  CHECK(errors("subscription S { a b }")
        == "Subscription \"S\" must select only one top level field. (1:20)\n");
  CHECK(errors("{ dog @nope { name } }")
        == "Unknown directive \"@nope\". (1:7)\n");
  CHECK(errors("query @skip(if: true) { dog { name } }")
        == "Directive \"@skip\" may not be used on QUERY. (1:7)\n");
  CHECK(errors("mutation { a }")
        == "Schema is not configured to execute mutation operation. (1:1)\n");
}

TEST_CASE("validation finds fields that cannot merge") {
  CHECK(errors("{ dog { x: name x: age } }")
          .starts_with("Fields \"x\" conflict because"));
  CHECK(errors("{ pet(id: 1) { name } pet(id: 2) { name } }")
        == "Fields \"pet\" conflict because they have differing arguments. Use "
           "different aliases on the fields to fetch both if this was "
           "intentional. (1:3) (1:23)\n");
  CHECK(errors("{ any { ... on Dog { age } ... on Cat { age } } }")
          .find("they return conflicting types \"Int\" and \"String\"")
        != std::string::npos);
  CHECK(errors("{ any { ... on Dog { x: name } ... on Cat { x: name } } }")
          .empty());
  CHECK(errors("{ d: dog { x: name } d: dog { x: barks(loud: true) } }")
          .find("subfields \"x\" conflict because")
        != std::string::npos);
}

TEST_CASE("validation stays linear where it could be quadratic or worse") {
  std::string repeated = "{";
  for (int i = 0; i < 10'000; ++i)
    repeated += " dog { name }";
  CHECK(errors(repeated + " }").empty());
  // Each fragment spreads the next one twice: 2^200 fields if expanded.
  std::string bomb = "{ dog { ...F0 } }";
  for (int i = 0; i < 200; ++i)
    bomb += " fragment F" + std::to_string(i) + " on Dog { friend { ...F"
            + std::to_string(i + 1) + " } f: friend { ...F"
            + std::to_string(i + 1) + " } }";
  CHECK(errors(bomb + " fragment F200 on Dog { name }").empty());
}

TEST_CASE("validation gives up after a hundred errors") {
  std::string many = "{";
  for (int i = 0; i < 200; ++i)
    many += " nope" + std::to_string(i);
  auto text = errors(many + " }");
  CHECK(std::count(text.begin(), text.end(), '\n') == 101);
  CHECK(text.ends_with(
    "Too many validation errors, error limit reached. Validation aborted.\n"));
}

TEST_CASE("validation can switch introspection off") {
  auto document =
    language::parse("{ __schema { queryType { name } } __typename }");
  validation::validation_options options;
  options.introspection = false;
  auto found = validation::validate(schema(), *document, options);
  REQUIRE(found.size() == 1);
  CHECK(found[0].detail
        == "GraphQL introspection has been disabled, but the requested query "
           "contained the field \"__schema\".");
}
