#include "compiler/authoring/catalog_json.hpp"

#include "compiler/authoring/author.hpp"
#include "compiler/authoring/schema.hpp"
#include "graphql/types/print_schema.hpp"

#include <catch2/catch.hpp>

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

TEST_CASE(
  "a compiled schema of another format or with unknown keys is refused") {
  CHECK(read_catalog("{\"format\": 99}").error().detail.find("troupe compile")
        != std::string::npos);
  CHECK(read_catalog("{\"format\": 1, \"modles\": []}")
          .error()
          .detail.find("\"modles\" of a schema is unknown")
        != std::string::npos);
  CHECK_FALSE(read_catalog("[]"));
  CHECK_FALSE(read_catalog("{"));
}
