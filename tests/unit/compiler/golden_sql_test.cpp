#include "compiler/authoring/author.hpp"
#include "compiler/authoring/fraiseql/fraiseql.hpp"
#include "compiler/authoring/schema.hpp"
#include "compiler/planner/planner.hpp"
#include "graphql/validation/coerce.hpp"
#include "graphql/validation/validate.hpp"
#include "plan/plan_json.hpp"
#include "tests/support/paths.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace troupe;
namespace fs = std::filesystem;

// Every tests/golden/sql/NAME.graphql (variables in a first line `# {...}`) is
// planned for both databases and compared with NAME.postgres.sql and
// NAME.sqlite.sql; one that has `postgres` in its first line is for PostgreSQL
// only. TROUPE_UPDATE_GOLDEN=1 writes them anew.

namespace {

const fs::path folder =
  fs::path{troupe::tests::source_dir} / "tests/golden/sql";

std::string read(const fs::path& path) {
  std::ifstream in{path};
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

bool only_postgres(std::string_view query) {
  return query.starts_with("# ")
         && query.substr(0, query.find('\n')).ends_with("postgres");
}

plan::catalog catalog_for(plan::dialect dialect) {
  std::vector<compiler::authoring::source_file> files{
    {"schema.graphql", read(folder / "schema.sdl")}};
  auto made = compiler::authoring::author(files, nullptr);
  REQUIRE(made.errors.empty());
  made.catalog.dialect = dialect;
  return std::move(made.catalog);
}

result<std::shared_ptr<const plan::operation_plan>>
plan_of(const std::string& query, const plan::catalog& catalog) {
  auto schema = compiler::authoring::build_schema(catalog);
  REQUIRE(schema);
  auto document = graphql::language::parse(query);
  REQUIRE(document);
  for (const auto& why : graphql::validation::validate(*schema, *document))
    FAIL(why.detail);
  arena memory;
  const json::value* given = nullptr;
  if (query.starts_with("# {")) {
    auto parsed =
      json::parse(std::string_view{query}.substr(
                    2, query.substr(0, query.find('\n')).rfind('}') - 1),
                  memory);
    REQUIRE(parsed);
    given = *parsed;
  }
  std::vector<error> errors;
  const auto& operation = *document->definitions[0].operation;
  auto variables = graphql::validation::coerce_variables(
    *schema, *document, operation,
    graphql::validation::find_conditional_variables(*document), given, memory,
    errors);
  for (const auto& why : errors)
    FAIL(why.detail);
  return compiler::planner::plan_operation(
    {catalog, *schema, *document, operation, variables});
}

std::string json_of(const plan::operation_plan& x) {
  bytes out;
  plan::write_plan(out, x);
  return std::string{out.view()};
}

/// A plan that was written and read again says the same.
void check_reading_back(const plan::operation_plan& x) {
  auto text = json_of(x);
  arena memory;
  auto parsed = json::parse(text, memory);
  REQUIRE(parsed);
  auto read = plan::read_plan(**parsed);
  if (!read)
    FAIL(read.error().detail);
  CHECK(json_of(**read) == text);
  REQUIRE((*read)->steps.size() == x.steps.size());
  for (size_t i = 0; i < x.steps.size(); ++i)
    if (const auto& made = x.steps[i].statement) {
      const auto& again = (*read)->steps[i].statement;
      CHECK(again->id == made->id);
      CHECK(again->parameters.size() == made->parameters.size());
      CHECK(again->parts.size() == made->parts.size());
    }
}

std::string plan_text(const std::string& query, const plan::catalog& catalog) {
  auto planned = plan_of(query, catalog);
  if (!planned)
    return "-- " + planned.error().detail + "\n";
  check_reading_back(**planned);
  std::string out;
  for (const auto& step : (*planned)->steps) {
    out += "-- " + step.shape.name + "\n";
    if (step.statement == nullptr) {
      out += "-- literal " + step.shape.literal + "\n";
      continue;
    }
    out += step.statement->sql + ";\n";
    if (!step.statement->merged_sql.empty())
      out += "-- merged: " + step.statement->merged_sql + ";\n";
    if (step.once != nullptr)
      out += "-- once: " + step.once->sql + ";\n";
    for (const auto& p : step.statement->parameters)
      out += "-- parameter " + std::string{plan::to_string(p.type.base)}
             + (p.leaf >= 0 ? " leaf " + std::to_string(p.leaf)
                            : " constant " + p.constant_text)
             + "\n";
  }
  return out;
}

} // namespace

TEST_CASE("operations become the SQL that is written down") {
  bool update = std::getenv("TROUPE_UPDATE_GOLDEN") != nullptr;
  size_t cases = 0;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator{folder})
    if (entry.path().extension() == ".graphql")
      paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    for (auto dialect : {plan::dialect::postgres, plan::dialect::sqlite}) {
      // What SQLite cannot do is not in its schema.
      if (dialect == plan::dialect::sqlite && only_postgres(read(path)))
        continue;
      auto golden = path;
      golden.replace_extension("." + std::string{plan::to_string(dialect)}
                               + ".sql");
      INFO(golden.filename());
      auto got = plan_text(read(path), catalog_for(dialect));
      if (update)
        std::ofstream{golden} << got;
      CHECK(got == read(golden));
      ++cases;
    }
  }
  CHECK(cases >= 50);
}

namespace {

/// Compares the queries of a folder with the SQL beside them, by the
/// schema.json there, for PostgreSQL. Returns how many there are.
size_t golden_of(const fs::path& of) {
  bool update = std::getenv("TROUPE_UPDATE_GOLDEN") != nullptr;
  auto made = compiler::authoring::fraiseql::author(
    {"schema.json", read(of / "schema.json")}, nullptr);
  for (const auto& x : made.errors)
    FAIL(x.why.detail);
  size_t cases = 0;
  for (const auto& entry : fs::directory_iterator{of}) {
    auto golden = entry.path();
    if (golden.extension() != ".graphql")
      continue;
    auto query = read(golden);
    golden.replace_extension(".sql");
    INFO(golden.filename());
    auto got = plan_text(query, made.catalog);
    if (update)
      std::ofstream{golden} << got;
    CHECK(got == read(golden));
    ++cases;
  }
  return cases;
}

} // namespace

TEST_CASE(
  "aggregates and windows of fact tables become the SQL that is written "
  "down") {
  CHECK(golden_of(folder.parent_path() / "facts") >= 5);
}

TEST_CASE("periods that a query cuts come from the finer source") {
  CHECK(golden_of(folder.parent_path() / "periods") >= 3);
}

TEST_CASE("root fields that ask the same share a statement") {
  const std::string query = "{ a: user(limit: 2) { username ...F }\n"
                            "  b: user(limit: 2) { username ...F }\n"
                            "  c: user(limit: 2) { name: username ...F }\n"
                            "  d: user(limit: 3) { username ...F } }\n"
                            "fragment F on User { age }";
  auto planned = plan_of(query, catalog_for(plan::dialect::postgres));
  REQUIRE(planned);
  const auto& steps = (*planned)->steps;
  REQUIRE(steps.size() == 4);
  CHECK(steps[0].statement == steps[1].statement);
  CHECK(steps[1].shape.name == "b");
  CHECK(steps[1].shape.key == "\"b\":");
  CHECK(steps[2].statement != steps[0].statement);
  CHECK(steps[3].statement != steps[0].statement);
  // Errors of the second are where it stands, those in the fragment there.
  CHECK(steps[1].shape.at == query.find("b: user"));
  CHECK(steps[1].shape.fields[0].at == query.rfind("username ...F }\n  c"));
  CHECK(steps[1].shape.fields[1].at == steps[0].shape.fields[1].at);
  CHECK((*planned)->costs.size() == 4);
}
