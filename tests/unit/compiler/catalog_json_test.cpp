#include "compiler/authoring/catalog_json.hpp"

#include "base/hash.hpp"
#include "compiler/authoring/author.hpp"
#include "compiler/authoring/schema.hpp"
#include "graphql/types/print_schema.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

using namespace troupe;
using namespace troupe::compiler::authoring;

namespace {

plan::catalog sample() {
  std::vector<source_file> files{{"a.graphql", R"sdl(
    "A thing" type Thing @table(name: "things", schema: "s") @unique(columns: ["code"]) {
      id: ID! @column(type: "bigint") @default
      code: String! @deprecated(reason: "old")
      price: Decimal @column(type: "numeric(10,2)")
      kind: Kind!
      upper: String @expression(sql: "upper({code})")
      parts(limit: Int = 5): [Part!]!
    }
    type Part { id: Int! thing: Thing! }
    enum Kind @enum(type: "s.kind") { A @value(sql: "a") B }
    input NewPart { thingId: Int! }
    type Mutation { addPart(input: NewPart!): Part! @insert }
    interface Node { id: ID! }
    directive @mine on OBJECT)sdl"}};
  auto made = author(files, nullptr);
  for (const auto& x : made.errors)
    FAIL(x.why.detail);
  return std::move(made.catalog);
}

} // namespace

TEST_CASE("a catalog survives its file") {
  auto text = write_catalog(sample());
  auto back = read_catalog(text);
  REQUIRE(back);
  CHECK(write_catalog(*back) == text);
  auto before = build_schema(sample());
  auto after = build_schema(*back);
  REQUIRE(before);
  REQUIRE(after);
  CHECK(graphql::types::print_schema(*before)
        == graphql::types::print_schema(*after));
}

TEST_CASE("a compiled schema is refused when it was tampered with") {
  auto text = write_catalog(sample());
  auto at = text.find("\"things\"");
  text.replace(at, 8, "\"thongs\"");
  auto back = read_catalog(text);
  REQUIRE_FALSE(back);
  CHECK(back.error().detail.find("hash") != std::string::npos);
}

TEST_CASE("types of a compiled schema are made when they are asked for") {
  auto whole = build_schema(sample());
  auto catalog = read_catalog(write_catalog(sample()));
  REQUIRE(whole);
  REQUIRE(catalog);
  auto built = build_schema(*catalog);
  REQUIRE(built);
  auto& schema = *built;
  SECTION("a field of the root at a time, and its type behind it") {
    const auto* parts = schema.query()->find_field("part");
    REQUIRE(parts != nullptr);
    CHECK(graphql::types::to_string(*parts->type) == "[Part!]!");
    const auto& part = parts->type->core();
    CHECK(part.name == "Part");
    CHECK(&part == schema.find("Part"));
    CHECK(part.find_field("thing")->type->core().name == "Thing");
    REQUIRE(parts->argument("where") != nullptr);
    CHECK(parts->argument("where")->type->core().find_input_field("thing")
          != nullptr);
    CHECK(schema.query()->find_field("nothing") == nullptr);
  }
  SECTION("types by their names") {
    CHECK(schema.find("PartAggregate") != nullptr);
    CHECK(schema.find("IntComparison") != nullptr);
    CHECK(schema.find("Kind") != nullptr);
    CHECK(schema.find("Partial") == nullptr);
    CHECK(
      schema.find("Part")
      == schema.mutation()->find_field("addPart")->type->nullable().named());
  }
  SECTION("by several threads at once") {
    std::vector<const graphql::types::type*> found(4);
    std::vector<std::thread> threads;
    for (auto& x : found)
      threads.emplace_back([&schema, &x] {
        x = &schema.query()->find_field("thing")->type->core();
        schema.find("PartWhere");
      });
    for (auto& x : threads)
      x.join();
    for (const auto* x : found)
      CHECK(x == schema.find("Thing"));
  }
  // Whatever came first, in the end it is the same schema.
  CHECK(schema.types().size() == whole->types().size());
  CHECK(graphql::types::print_schema(schema)
        == graphql::types::print_schema(*whole));
}

TEST_CASE(
  "a compiled schema of another format or with unknown keys is refused") {
  CHECK(read_catalog("{\"format\": 99}").error().detail.find("troupe compile")
        != std::string::npos);
  CHECK(read_catalog("{\"format\": 1, \"models\": []}")
          .error()
          .detail.find("troupe compile")
        != std::string::npos);
  std::string content = "\"modles\": []\n}\n";
  CHECK(read_catalog("{\"format\": 4, \"hash\": \"" + sha256_hex(content)
                     + "\",\n " + content)
          .error()
          .detail.find("\"modles\" of a schema is unknown")
        != std::string::npos);
  CHECK_FALSE(read_catalog("{\"format\": 4}"));
  CHECK_FALSE(read_catalog("[]"));
  CHECK_FALSE(read_catalog("{"));
}
