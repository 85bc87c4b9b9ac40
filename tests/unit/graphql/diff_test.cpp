#include "graphql/types/diff.hpp"

#include "graphql/types/build.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace troupe;
using namespace troupe::graphql;

namespace {

/// `severity KIND coordinate`, a line each.
std::string changes(const std::string& before, const std::string& after) {
  auto a = types::build_schema("type Query { x: Int }\n" + before);
  auto b = types::build_schema("type Query { x: Int }\n" + after);
  REQUIRE(a);
  REQUIRE(b);
  std::string out;
  for (const auto& x : types::diff(*a, *b))
    out += std::string{to_string(x.severity)} + " " + std::string{x.kind} + " "
           + x.coordinate + "\n";
  return out;
}

struct row {
  const char* before;
  const char* after;
  const char* wanted;
};

} // namespace

TEST_CASE("a schema does not differ from itself") {
  CHECK(changes("enum E { A } input I { a: [Int!] = [1] }",
                "enum E { A } input I { a: [Int!] = [1] }")
        == "");
}

TEST_CASE("each change has its severity") {
  const row rows[] = {
    {"type A { a: Int }", "", "breaking TYPE_REMOVED A\n"},
    {"", "type A { a: Int }", "safe TYPE_ADDED A\n"},
    {"type A { a: Int }", "enum A { B }", "breaking TYPE_CHANGED_KIND A\n"},
    {"type A { a: Int b: Int }", "type A { a: Int }",
     "breaking FIELD_REMOVED A.b\n"},
    {"type A { a: Int }", "type A { a: Int b: Int }", "safe FIELD_ADDED A.b\n"},
    {"type A { a: Int }", "type A { a: Float }",
     "breaking FIELD_CHANGED_TYPE A.a\n"},
    {"type A { a: Int }", "type A { a: Int! }",
     "safe FIELD_CHANGED_TYPE A.a\n"},
    {"type A { a: Int! }", "type A { a: Int }",
     "breaking FIELD_CHANGED_TYPE A.a\n"},
    {"type A { a: [Int] }", "type A { a: [Int!]! }",
     "safe FIELD_CHANGED_TYPE A.a\n"},
    {"type A { a: [Int!] }", "type A { a: [Int] }",
     "breaking FIELD_CHANGED_TYPE A.a\n"},
    {"type A { a: Int }", "type A { a(b: Int!): Int }",
     "breaking REQUIRED_ARG_ADDED A.a(b:)\n"},
    {"type A { a: Int }", "type A { a(b: Int! = 1): Int }",
     "dangerous OPTIONAL_ARG_ADDED A.a(b:)\n"},
    {"type A { a(b: Int): Int }", "type A { a: Int }",
     "breaking ARG_REMOVED A.a(b:)\n"},
    {"type A { a(b: Int): Int }", "type A { a(b: Int!): Int }",
     "breaking ARG_CHANGED_TYPE A.a(b:)\n"},
    {"type A { a(b: Int!): Int }", "type A { a(b: Int): Int }",
     "safe ARG_CHANGED_TYPE A.a(b:)\n"},
    {"type A { a(b: Int): Int }", "type A { a(b: [Int]): Int }",
     "safe ARG_CHANGED_TYPE A.a(b:)\n"},
    {"type A { a(b: [Int]): Int }", "type A { a(b: Int): Int }",
     "breaking ARG_CHANGED_TYPE A.a(b:)\n"},
    {"type A { a(b: Int = 1): Int }", "type A { a(b: Int = 2): Int }",
     "dangerous ARG_DEFAULT_VALUE_CHANGE A.a(b:)\n"},
    {"type A { a(b: Int! = 1): Int }", "type A { a(b: Int!): Int }",
     "breaking ARG_DEFAULT_REMOVED A.a(b:)\n"},
    {"type A { a: Int }", "type A { a: Int @deprecated(reason: \"x\") }",
     "safe DEPRECATED A.a\n"},
    {"enum E { A B }", "enum E { A }",
     "breaking VALUE_REMOVED_FROM_ENUM E.B\n"},
    {"enum E { A }", "enum E { A B }", "dangerous VALUE_ADDED_TO_ENUM E.B\n"},
    {"type A { a: Int } type B { a: Int } union U = A | B",
     "type A { a: Int } type B { a: Int } union U = A",
     "breaking TYPE_REMOVED_FROM_UNION U\n"},
    {"interface N { a: Int } type A implements N { a: Int }",
     "interface N { a: Int } type A { a: Int }",
     "breaking IMPLEMENTED_INTERFACE_REMOVED A\n"},
    {"input I { a: Int }", "input I { a: Int b: Int! }",
     "breaking REQUIRED_INPUT_FIELD_ADDED I.b\n"},
    {"input I { a: Int }", "input I { a: Int b: Int }",
     "dangerous OPTIONAL_INPUT_FIELD_ADDED I.b\n"},
    {"input I { a: Int b: Int }", "input I { a: Int }",
     "breaking INPUT_FIELD_REMOVED I.b\n"},
    {"input I { a: Int }", "input I @oneOf { a: Int }",
     "breaking ONE_OF_ADDED I\n"},
    {"directive @d(a: Int) repeatable on FIELD | QUERY",
     "directive @d(a: Int) on FIELD",
     "breaking DIRECTIVE_REPEATABLE_REMOVED @d\n"
     "breaking DIRECTIVE_LOCATION_REMOVED @d\n"},
    {"directive @d on FIELD", "", "breaking DIRECTIVE_REMOVED @d\n"},
    {"type Mutation { a: Int }", "",
     "breaking ROOT_TYPE_REMOVED mutation\nbreaking TYPE_REMOVED Mutation\n"},
  };
  for (const auto& x : rows) {
    INFO(x.before << " -> " << x.after);
    CHECK(changes(x.before, x.after) == x.wanted);
  }
}

TEST_CASE("the worst comes first") {
  CHECK(changes("type A { a: Int b: Int } enum E { X }",
                "type A { a: Int c: Int } enum E { X Y }")
        == "breaking FIELD_REMOVED A.b\ndangerous VALUE_ADDED_TO_ENUM E.Y\n"
           "safe FIELD_ADDED A.c\n");
}
