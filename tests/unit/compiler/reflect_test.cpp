#include "compiler/authoring/reflect.hpp"

#include "compiler/authoring/author.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::compiler::authoring;

namespace {

plan::column_facts column(std::string name, std::string_view type,
                          bool nullable = false) {
  plan::column_facts out;
  out.name = std::move(name);
  out.type = plan::parse_column_type(plan::dialect::postgres, type);
  out.nullable = nullable;
  return out;
}

plan::database_facts facts() {
  plan::database_facts out;
  out.dialect = plan::dialect::postgres;
  out.default_schemas = {"public"};
  plan::table_facts person{"public", "person", plan::table_kind::table,
                           "People", {},       {"id"},
                           {},       {},       {}};
  person.columns = {column("id", "integer"), column("full name", "text", true),
                    column("boss_id", "integer", true)};
  person.foreign_keys = {{"boss", {"boss_id"}, "public", "person", {"id"}}};
  plan::table_facts match{"games", "match", plan::table_kind::table,
                          "",      {},      {"home_id", "away_id"},
                          {},      {},      {}};
  match.columns = {column("home_id", "integer"), column("away_id", "integer"),
                   column("fee", "numeric(8,2)")};
  match.foreign_keys = {{"h", {"home_id"}, "public", "person", {"id"}},
                        {"a", {"away_id"}, "public", "person", {"id"}}};
  out.tables = {match, person};
  return out;
}

} // namespace

TEST_CASE(
  "reflect writes names by the rules, and tells two keys to one table apart") {
  auto sdl = reflect(facts());
  for (auto wanted :
       {"type Match @table(name: \"match\", schema: \"games\", key: "
        "[\"home_id\", \"away_id\"])",
        "fee: Decimal! @column(type: \"numeric(8,2)\")",
        "home: Person! @relation(from: [\"home_id\"], to: [\"id\"])",
        "matchByHomeId: [Match!]!", "matchByAwayId: [Match!]!", "\"People\"",
        "fullName: String @column(name: \"full name\")",
        "boss: Person @relation", "personByBossId: [Person!]!"}) {
    INFO(wanted);
    CHECK(sdl.find(wanted) != std::string::npos);
  }
}

TEST_CASE("what reflect writes compiles, with the database and without") {
  auto all = facts();
  std::vector<source_file> files{{"r.graphql", reflect(all)}};
  auto alone = author(files, nullptr);
  auto checked = author(files, &all);
  for (const auto& x : alone.errors)
    FAIL_CHECK(x.why.detail);
  for (const auto& x : checked.errors)
    FAIL_CHECK(x.why.detail);
  REQUIRE(alone.catalog.models.size() == 2);
  CHECK(alone.catalog.models[0].columns[2].type
        == checked.catalog.models[0].columns[2].type);
}
