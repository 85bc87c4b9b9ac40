#include "compiler/planner/introspection_ahead.hpp"

#include "base/zstd.hpp"
#include "compiler/authoring/author.hpp"
#include "compiler/authoring/catalog_json.hpp"
#include "compiler/authoring/schema.hpp"
#include "compiler/planner/planner.hpp"
#include "plan/opaque.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::compiler;

namespace {

constexpr const char* sdl = R"sdl(
  "People." type User @table(name: "users") { id: Int! name: String! posts: [Post!]! }
  type Post @table(name: "posts") { id: Int! userId: Int! title: String! user: User }
  type Query { old(a: Int @deprecated(reason: "no")): String @expression(sql: "1") @deprecated }
)sdl";

plan::catalog catalog_with_answers() {
  std::vector<authoring::source_file> files{{"a.graphql", sdl}};
  auto made = authoring::author(files, nullptr);
  REQUIRE(made.errors.empty());
  auto schema = authoring::build_schema(made.catalog, true);
  REQUIRE(schema);
  made.catalog.introspection = planner::introspect_ahead(*schema);
  REQUIRE(made.catalog.introspection.size() == 4);
  return std::move(made.catalog);
}

/// What the plan of a query says, over a schema with or without @defer.
std::string literal(const plan::catalog& catalog, const std::string& query,
                    bool incremental = true) {
  auto schema = authoring::build_schema(catalog, incremental);
  REQUIRE(schema);
  auto document = graphql::language::parse(query);
  REQUIRE(document);
  graphql::types::variable_values none;
  auto made = planner::plan_operation(
    {catalog, *schema, *document, *document->definitions[0].operation, none});
  REQUIRE(made);
  return (*made)->steps.front().shape.literal;
}

/// As GraphQL.js asks; `levels` of `ofType` differ between its versions.
std::string client_query(int levels, bool deprecated_inputs) {
  std::string reference = "kind name";
  for (int i = 0; i < levels; ++i)
    reference = "kind name ofType{" + reference + "}";
  std::string all = deprecated_inputs ? "(includeDeprecated:true)" : "";
  return "query I{__schema{queryType{name}types{...T}directives{name}}}"
         "fragment T on __Type{kind name description "
         "fields(includeDeprecated:true){name description args"
         + all
         + "{...V}type{...R}isDeprecated deprecationReason}"
           "inputFields"
         + all
         + "{...V}interfaces{...R}"
           "enumValues(includeDeprecated:true){name description isDeprecated "
           "deprecationReason}possibleTypes{...R}}"
           "fragment V on __InputValue{name description type{...R}defaultValue"
         + (deprecated_inputs ? " isDeprecated deprecationReason" : "")
         + "}fragment R on __Type{" + reference + "}";
}

} // namespace

TEST_CASE(
  "what clients ask introspection for is answered as if made for them") {
  auto with = catalog_with_answers();
  auto without = with;
  without.introspection.clear();
  for (int levels : {7, 9})
    for (bool deprecated : {false, true}) {
      auto query = client_query(levels, deprecated);
      auto text = literal(with, query);
      CHECK(text == literal(without, query));
      CHECK(text.find("\"People.\"") != std::string::npos);
    }
}

TEST_CASE("answers made ahead serve the selections that they are for") {
  auto marked = catalog_with_answers();
  for (auto& x : marked.introspection)
    x.packed = plan::base64url(zstd_pack("[\"ahead\"]"));
  auto ahead = [&](const std::string& query, bool incremental = true) {
    return literal(marked, query, incremental).find("\"ahead\"")
           != std::string::npos;
  };
  CHECK(ahead(client_query(7, false)));
  CHECK(ahead(client_query(9, true)));
  CHECK_FALSE(ahead(client_query(5, true)));
  CHECK_FALSE(ahead("{__schema{types{name}}}"));
  CHECK_FALSE(ahead("{__type(name:\"User\"){name}}"));
  // This schema has two directives less.
  CHECK_FALSE(ahead(client_query(7, false), false));
}

TEST_CASE("an answer that cannot be unpacked is made anew") {
  auto broken = catalog_with_answers();
  auto query = client_query(7, false);
  auto right = literal(broken, query);
  for (const std::string packed : {"", "!", "AAAA"}) {
    for (auto& x : broken.introspection)
      x.packed = packed;
    CHECK(literal(broken, query) == right);
  }
}

TEST_CASE("the compiled schema keeps the answers") {
  auto made = catalog_with_answers();
  auto read = authoring::read_catalog(authoring::write_catalog(made));
  REQUIRE(read);
  REQUIRE(read->introspection.size() == 4);
  CHECK(read->introspection[3].packed == made.introspection[3].packed);
  CHECK(read->introspection[3].selection == made.introspection[3].selection);
}

TEST_CASE("frames are unpacked whole or not at all") {
  std::string text(100'000, 'x');
  auto frame = zstd_pack(text);
  CHECK(frame.size() < 200);
  CHECK(*zstd_unpack(frame, text.size()) == text);
  CHECK_FALSE(zstd_unpack(frame, text.size() - 1));
  CHECK_FALSE(zstd_unpack(frame.substr(0, frame.size() - 3), text.size()));
  CHECK_FALSE(zstd_unpack("", 10));
  CHECK_FALSE(zstd_unpack("no frame", 10));
}
