#include "graphql/validation/coerce.hpp"

#include "graphql/types/build.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace troupe;
using namespace troupe::graphql;

namespace {

/// One request's variables, coerced.
struct coerced {
  coerced(std::string definitions, std::string_view variables)
    : schema(std::move(*types::build_schema(R"(
        enum Color { RED }
        input In { name: String!, n: Int = 7, inner: In, list: [Int!] }
        scalar UUID
        scalar Decimal
        type Query { a: Int })"))) {
    auto parsed = language::parse("query Q(" + definitions + ") { a }");
    REQUIRE(parsed);
    document = std::move(*parsed);
    auto given = json::parse(variables, memory);
    REQUIRE(given);
    values = validation::coerce_variables(schema, document,
                                          *document.definitions[0].operation,
                                          {"flag"}, *given, memory, errors);
  }

  std::string problem() const {
    return errors.empty() ? "none" : errors[0].detail;
  }

  types::schema schema;
  language::document document;
  arena memory;
  std::vector<error> errors;
  types::variable_values values;
};

} // namespace

TEST_CASE(
  "variables are numbered by what may be bound, and signed by structure") {
  coerced x{
    "$a: Int, $b: In, $flag: Boolean, $c: [Int], $d: Int",
    R"({"a": 1, "b": {"inner": {"name": "y"}, "name": "x"}, "flag": true, "c": [1, 2]})"};
  REQUIRE(x.problem() == "none");
  CHECK(x.values.signature == "v{inner:{name:vn:v}name:vn:v}tl_");
  CHECK(x.values.leaves.size() == 6);
  CHECK(x.values.leaves[1]->text == "y");
}

TEST_CASE(
  "variables of other values but the same structure have one signature") {
  coerced a{"$b: In", R"({"b": {"name": "x"}})"};
  coerced b{"$b: In", R"({"b": {"name": "yy"}})"};
  coerced c{"$b: In", R"({"b": {"name": "x", "n": null}})"};
  CHECK(a.values.signature == b.values.signature);
  CHECK(a.values.signature != c.values.signature);
}

TEST_CASE("variables that do not fit are refused in GraphQL.js's words") {
  CHECK(coerced{"$a: Int!", "{}"}.problem()
        == "Variable \"$a\" of required type \"Int!\" was not provided.");
  CHECK(coerced{"$a: Int!", R"({"a": null})"}.problem()
        == "Variable \"$a\" of non-null type \"Int!\" must not be null.");
  CHECK(coerced{"$a: Int", R"({"a": "x"})"}.problem()
        == "Variable \"$a\" got invalid value \"x\"; Int cannot represent "
           "non-integer value: \"x\"");
  CHECK(coerced{"$a: Int", R"({"a": 3000000000})"}.problem()
        == "Variable \"$a\" got invalid value 3000000000; Int cannot represent "
           "non 32-bit signed integer value: 3000000000");
  CHECK(coerced{"$a: In", R"({"a": {"name": "x", "nam": 1}})"}.problem()
        == "Variable \"$a\" got invalid value { name: \"x\", nam: 1 }; "
           "Field \"nam\" is not defined by type \"In\". Did you mean \"name\" "
           "or \"n\"?");
  CHECK(coerced{"$a: In", R"({"a": {"inner": {"name": null}, "name": "x"}})"}
          .problem()
        == "Variable \"$a\" got invalid value null at \"a.inner.name\"; "
           "Expected non-nullable type \"String!\" not to be null.");
  CHECK(coerced{"$a: In", R"({"a": {}})"}.problem()
        == "Variable \"$a\" got invalid value {}; Field \"name\" of required "
           "type \"String!\" was not provided.");
  CHECK(
    coerced("$a: Int", R"({"a": {"b": [1, {"c": [2], "d": {}}]}})").problem()
    == "Variable \"$a\" got invalid value { b: [1, [Object]] }; Int cannot "
       "represent non-integer value: { b: [1, [Object]] }");
  CHECK(
    coerced("$a: Int", R"({"a": [1,2,3,4,5,6,7,8,9,10,11,12]})").problem()
    == "Variable \"$a\" got invalid value [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, "
       "... 2 more items]; Int cannot represent non-integer value: [1, 2, 3, "
       "4, 5, 6, 7, 8, 9, 10, ... 2 more items]");
  CHECK(coerced{"$a: [Color]", R"({"a": ["RED", "BLUE"]})"}.problem()
        == "Variable \"$a\" got invalid value \"BLUE\" at \"a[1]\"; Value "
           "\"BLUE\" does not exist in \"Color\" enum.");
  CHECK(coerced{"$a: UUID", R"({"a": "x"})"}.problem().starts_with(
    "Variable \"$a\" got invalid value \"x\"; UUID must be a UUID"));
}

TEST_CASE("variables take a single value for a list and keep decimals exact") {
  coerced x{"$a: [Int], $d: Decimal",
            R"({"a": 5, "d": 0.10000000000000000000001})"};
  REQUIRE(x.problem() == "none");
  CHECK(x.values.entries[0].value.items.size() == 1);
  CHECK(x.values.leaves[1]->text == "0.10000000000000000000001");
}
