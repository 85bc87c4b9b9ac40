#include "compiler/authoring/author.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::compiler::authoring;

namespace {

authored compile(std::string sdl) {
  std::vector<source_file> files{{"a.graphql", std::move(sdl)}};
  return author(files, nullptr);
}

std::string first_error(std::string sdl) {
  auto made = compile(std::move(sdl));
  if (made.errors.empty())
    return "compiled";
  const auto& why = made.errors.front().why;
  auto at = why.locations.empty() ? location{0, 0} : why.locations.front();
  return std::to_string(at.line) + ":" + std::to_string(at.column) + " "
         + why.detail;
}

} // namespace

TEST_CASE("author derives tables, columns, keys and relations from names") {
  auto made = compile(
    "type OrderLine { id: Int! unitPrice: Float author: Author! } "
    "type Author { id: Int! fullName: String! orderLines: [OrderLine!]! }");
  REQUIRE(made.errors.empty());
  const auto& line = made.catalog.models[0];
  CHECK(line.table == "order_line");
  CHECK(line.columns[1].name == "unit_price");
  CHECK(line.columns[2].name == "author_id");
  CHECK(line.primary_key == std::vector<int32_t>{0});
  const auto& author = made.catalog.models[1];
  REQUIRE(author.relations.size() == 1);
  CHECK(author.relations[0].many);
  CHECK(author.relations[0].on[0].local == 0);
  CHECK(author.relations[0].on[0].remote == 2);
  // Fields stay in the author's order.
  CHECK(author.fields[2].name == "orderLines");
}

TEST_CASE("author generates a list, a lookup and pages for each table") {
  auto made = compile("type OrderLine @table(key: [\"order_id\", \"no\"]) { "
                      "orderId: Int! no: Int! }");
  REQUIRE(made.errors.empty());
  REQUIRE(made.catalog.roots.size() == 10); // 6 of them mutations
  CHECK(made.catalog.roots[0].name == "orderLine");
  CHECK(made.catalog.roots[1].name == "orderLineByPk");
  CHECK(made.catalog.roots[1].arguments[1].type == "Int!");
  CHECK(made.catalog.roots[2].name == "orderLineConnection");
  CHECK(made.catalog.roots[3].name == "orderLineAggregate");
}

TEST_CASE("author reads how long answers may be kept, and checks the words") {
  auto made =
    compile("type A @cacheControl(maxAge: 5, scope: PRIVATE) { id: Int! "
            "} type B { id: Int! }");
  REQUIRE(made.errors.empty());
  CHECK(made.catalog.models[0].cache.max_age == 5);
  CHECK(made.catalog.models[0].cache.one_user);
  CHECK(made.catalog.models[1].cache.max_age == -1);
  CHECK(first_error("type A @cacheControl(maxAge: -1) { id: Int! }")
        == "1:30 \"maxAge\" is a number of seconds, 0 or more.");
  CHECK(first_error("type A @cacheControl(maxAge: \"5\") { id: Int! }")
        == "1:30 Int cannot represent non-integer value: \"5\"");
  CHECK(first_error("type A @cacheControl(scope: MINE) { id: Int! }")
        != "compiled");
  CHECK(first_error("enum E @cacheControl(maxAge: 1) { A } type A { id: Int! "
                    "e: E }")
        != "compiled");
}

TEST_CASE("author says what is wrong, where, and what to write") {
  CHECK(first_error("type A @tabel(name: \"a\") { id: Int! }")
        == "1:8 Unknown directive \"@tabel\". Did you mean \"table\"?");
  CHECK(first_error("type A { id: Int! } type A { id: Int! }")
        == "1:6 There can be only one type named \"A\".");
  CHECK(first_error("type A @table(key: [\"no\"]) { id: Int! }")
        == "1:8 Key column \"no\" is no column of \"a\".");
  CHECK(first_error("type A { id: Int! } type Mutation { makeA(id: Int): A }")
        == "1:37 Mutation field \"makeA\" does nothing yet. Write @insert, "
           "@update or @delete behind its type.");
  CHECK(first_error("type A { id: Int! } type Query { a: A }")
        == "1:34 Field \"a\" answers one row but has no argument to find it "
           "by. Add the key as an argument, or make it a list.");
  CHECK(first_error("type A { id: Int! } type Query { as(nme: String): [A!]! }")
          .starts_with("1:37 \"nme\" names no column of type \"A\"."));
  CHECK(first_error("type Query { n: Int }")
        == "1:14 Field \"n\" is bound to nothing: its type \"Int\" is no "
           "table's. Write @expression(sql: \"...\") or @function.");
  CHECK(first_error("scalar X")
        == "0:0 The schema has no query fields: define a type with @table, or "
           "type Query.");
  CHECK(first_error("{ a }")
        == "1:1 A schema holds type definitions only; put operations into "
           "files of their own.");
}

TEST_CASE("author leaves the directives of others alone") {
  CHECK(
    first_error(
      "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.3\") "
      "type A @key(fields: \"id\") { id: Int! @shareable }")
    == "compiled");
}

TEST_CASE("author keeps the rules for type systems") {
  CHECK(first_error("type A { id: Int! a: Int a: Int }")
        == "1:19 Field \"A.a\" can only be defined once.");
  CHECK(first_error("type A @relation(from: [\"a\"]) { id: Int! }")
        == "1:8 Directive \"@relation\" may not be used on OBJECT.");
  CHECK(first_error("type A @table @table { id: Int! }")
        == "1:8 The directive \"@table\" can only be used once at this "
           "location.");
  CHECK(first_error("type A @table(key: id) { id: Int! }")
        == "1:20 String cannot represent a non string value: id");
  CHECK(first_error("type A { id: Int! } enum E { X X }")
          .starts_with("1:30 Enum value \"E.X\" can only be defined once."));
  CHECK(first_error("type A { id: Int! n: Strin }")
        == "1:22 Unknown type \"Strin\". Did you mean \"String\"?");
  CHECK(first_error("type A { id: Int! } type Query { as: [Aa!]! }").find("Aa")
        != std::string::npos);
  CHECK(first_error("interface I { id: Int! x: Int } type A implements I { id: "
                    "Int! }")
          .find("Interface field I.x expected but A does not provide it.")
        != std::string::npos);
  CHECK(first_error("type A { id: Int! } type Query { as(limit: Int = "
                    "\"x\"): [A!]! }")
        == "1:50 Int cannot represent non-integer value: \"x\"");
  // Other tools' directives pass, and so does a copy of our own.
  CHECK(
    first_error("directive @table(name: String) on OBJECT type A @key(fields: "
                "\"id\") @key(fields: \"n\") @table(name: \"a\") { id: Int! "
                "n: Int @shareable }")
    == "compiled");
}

TEST_CASE("findings name the file that they are in") {
  std::vector<source_file> files{{"a.graphql", "type A { id: Int! }"},
                                 {"b.graphql", "type B {\n  id: Int!\n}"},
                                 {"c.graphql", "type C { id: Int! }\ntype B"}};
  auto made = author(files, nullptr);
  REQUIRE(made.errors.size() == 1);
  CHECK(made.errors[0].file == "b.graphql");
  CHECK(made.errors[0].why.locations == std::vector<location>{{1, 6}});
}
