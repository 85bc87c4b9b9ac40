#include "graphql/language/parser.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace troupe;
using namespace troupe::graphql::language;

namespace {

std::string failure(std::string text, parse_limits limits = {}) {
  auto parsed = parse(std::move(text), limits);
  return parsed ? "parsed" : to_string(parsed.error());
}

} // namespace

TEST_CASE("parser reads an operation with everything in it") {
  auto parsed = parse(R"(
    query Q($id: [Int!]! = [1, 2] @d, $b: Boolean) @dir(a: $b) {
      alias: field(x: {a: "s", b: [E, null, 1.5e3, -2, true]}) @include(if: $b) { leaf }
      ...F
      ... on T { a }
      ... @skip(if: true) { b }
    }
    fragment F on T { c })");
  REQUIRE(parsed);
  REQUIRE(parsed->definitions.size() == 2);
  const auto& q = *parsed->definitions[0].operation;
  CHECK(q.name.text == "Q");
  CHECK(q.variables.size() == 2);
  CHECK(q.variables[0].type->kind == type_kind::non_null);
  REQUIRE(q.selections.items.size() == 4);
  const auto& field = q.selections.items[0];
  CHECK(field.response_key() == "alias");
  CHECK(field.name.text == "field");
  const auto& object = field.arguments[0].value;
  CHECK(object.fields[1].value.items.size() == 5);
  CHECK(object.fields[1].value.items[2].text == "1.5e3");
  CHECK(q.selections.items[2].type_condition.text == "T");
  CHECK(parsed->definitions[1].fragment->name.text == "F");
}

TEST_CASE("parser decodes strings") {
  auto parsed = parse(R"({ a(x: "q\"\\\/\n\u00e9\u{1F600}\uD83D\uDE00") })");
  REQUIRE(parsed);
  CHECK(parsed->definitions[0]
          .operation->selections.items[0]
          .arguments[0]
          .value.text
        == "q\"\\/\n\xC3\xA9\xF0\x9F\x98\x80\xF0\x9F\x98\x80");
}

TEST_CASE("parser takes the indentation out of block strings") {
  auto parsed = parse("{ a(x: \"\"\"\n    Hello,\n      World!\n\n    Yours, "
                      "\\\"\"\"\n  \"\"\") }");
  REQUIRE(parsed);
  CHECK(parsed->definitions[0]
          .operation->selections.items[0]
          .arguments[0]
          .value.text
        == "Hello,\n  World!\n\nYours, \"\"\"");
}

TEST_CASE("parser says what it expected and where") {
  CHECK(
    failure("{")
    == "GRAPHQL_PARSE_FAILED: Syntax Error: Expected Name, found <EOF>. (1:2)");
  CHECK(failure("\n  { ...MissingOn }\nfragment MissingOn Type")
        == "GRAPHQL_PARSE_FAILED: Syntax Error: Expected \"on\", found Name "
           "\"Type\". (3:20)");
  CHECK(failure("{ field: {} }")
        == "GRAPHQL_PARSE_FAILED: Syntax Error: Expected Name, found \"{\". "
           "(1:10)");
  CHECK(failure("notAnOperation Foo { field }")
        == "GRAPHQL_PARSE_FAILED: Syntax Error: Unexpected Name "
           "\"notAnOperation\". (1:1)");
  CHECK(failure("query Foo($x: Complex = { a: { b: [ $var ] } }) { field }")
        == "GRAPHQL_PARSE_FAILED: Syntax Error: Unexpected variable \"$var\" "
           "in constant value. (1:37)");
  CHECK(
    failure("fragment on on on { on }")
    == "GRAPHQL_PARSE_FAILED: Syntax Error: Unexpected Name \"on\". (1:10)");
}

TEST_CASE("lexer refuses what the grammar does not have") {
  CHECK(failure("{ a(x: 00) }")
          .find("Invalid number, unexpected digit after 0: \"0\".")
        != std::string::npos);
  CHECK(failure("{ a(x: 1.) }")
          .find("Invalid number, expected digit but got: \")\".")
        != std::string::npos);
  CHECK(failure("{ a(x: \"\\x\") }")
          .find("Invalid character escape sequence: \"\\x\".")
        != std::string::npos);
  CHECK(failure("{ a(x: \"\\uD83D\") }").find("Invalid Unicode escape sequence")
        != std::string::npos);
  CHECK(failure("{ a(x: \"abc\n\") }").find("Unterminated string.")
        != std::string::npos);
  CHECK(failure("{ a(x: 'a') }").find("did you mean to use a double quote")
        != std::string::npos);
  CHECK(failure("{ ? }").find("Unexpected character: \"?\".")
        != std::string::npos);
}

TEST_CASE("parser stops at its limits instead of at the end of the stack") {
  parse_limits limits;
  limits.max_tokens = 10;
  CHECK(failure("{ a a a a a a a a a a a a }", limits)
          .starts_with("TOKEN_LIMIT_EXCEEDED"));
  std::string deep;
  for (int i = 0; i < 100'000; ++i)
    deep += "{a";
  CHECK(failure(deep).starts_with("DEPTH_LIMIT_EXCEEDED"));
  CHECK(failure("{a(x:" + std::string(100'000, '['))
          .starts_with("DEPTH_LIMIT_EXCEEDED"));
}

TEST_CASE("parser reads the type system with extensions") {
  auto parsed = parse(R"(
    "a schema" schema @d { query: Q mutation: M }
    extend schema @link(url: "x")
    """block""" type T implements A & B @d { "f" f(a: Int = 1 @d): [String!]! @deprecated(reason: "x") }
    interface A implements B { f: Int }
    union U @d = | A | B
    enum E { "v" X @d Y }
    input I @oneOf { a: Int = 1, b: String }
    scalar S @specifiedBy(url: "https://x")
    directive @d(a: Int) repeatable on FIELD | OBJECT
    extend type T { g: Int })");
  REQUIRE(parsed);
  CHECK(parsed->definitions.size() == 10);
  const auto& t = *parsed->definitions[2].type;
  CHECK(t.description->block);
  CHECK(t.interfaces.size() == 2);
  CHECK(t.fields[0].arguments[0].default_value->text == "1");
  CHECK(parsed->definitions[8].directive->repeatable);
  CHECK(parsed->definitions[9].type->extension);
}
