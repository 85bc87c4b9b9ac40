#include "cli/commands/commands.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "compiler/authoring/schema.hpp"
#include "compiler/planner/planner.hpp"
#include "graphql/validation/coerce.hpp"
#include "graphql/validation/validate.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace troupe::cli {

namespace {

struct explain_flags {
  std::string schema = "schema.compiled.json";
  std::string database;
  std::string query;
  std::string variables;
};

void print_shape(const plan::shape& x, int depth) {
  constexpr const char* kinds[] = {"value", "object", "row", "rows", "literal"};
  std::cout << std::string(static_cast<size_t>(depth) * 2, ' ')
            << (x.name.empty() ? "*" : x.name) << ": "
            << kinds[static_cast<size_t>(x.kind)];
  if (x.column >= 0)
    std::cout << " of column " << x.column;
  std::cout << (x.nullable ? "" : ", never null") << '\n';
  for (const auto& f : x.fields)
    print_shape(f, depth + 1);
}

void print_plan(const plan::operation_plan& x) {
  for (const auto& step : x.steps) {
    std::cout << "field " << step.shape.name << '\n';
    print_shape(step.shape, 1);
    if (step.statement == nullptr)
      continue;
    std::cout << "  sql: " << step.statement->sql << '\n';
    if (!step.statement->merged_sql.empty())
      std::cout << "  merged: " << step.statement->merged_sql << '\n';
    for (size_t i = 0; i < step.statement->parameters.size(); ++i) {
      const auto& p = step.statement->parameters[i];
      std::cout << "  parameter " << i + 1 << ": "
                << plan::to_string(p.type.base)
                << (p.leaf >= 0 ? " from a variable" : " constant") << '\n';
    }
  }
}

int explain(const explain_flags& f) {
  int code = ok;
  auto catalog = load_schema(f.schema, f.database, code);
  if (catalog == nullptr)
    return code;
  auto schema = compiler::authoring::build_schema(*catalog);
  auto document = graphql::language::parse(f.query);
  std::vector<error> errors;
  if (!schema)
    errors.push_back(schema.error());
  else if (!document)
    errors.push_back(document.error());
  else
    errors = graphql::validation::validate(*schema, *document);
  for (const auto& why : errors)
    print_error(std::cerr, why, {}, f.query);
  if (!errors.empty())
    return invalid_input;
  arena memory;
  const json::value* given = nullptr;
  if (!f.variables.empty()) {
    auto parsed = json::parse(f.variables, memory);
    if (!parsed) {
      print_error(std::cerr, parsed.error());
      return invalid_input;
    }
    given = *parsed;
  }
  for (const auto& d : document->definitions) {
    if (d.operation == nullptr)
      continue;
    auto variables = graphql::validation::coerce_variables(
      *schema, *document, *d.operation,
      graphql::validation::find_conditional_variables(*document), given, memory,
      errors);
    for (const auto& why : errors)
      print_error(std::cerr, why, {}, f.query);
    if (!errors.empty())
      return invalid_input;
    auto made = compiler::planner::plan_operation(
      {*catalog, *schema, *document, *d.operation, variables});
    if (!made) {
      print_error(std::cerr, made.error(), {}, f.query);
      return invalid_input;
    }
    print_plan(**made);
  }
  return ok;
}

} // namespace

void add_explain(CLI::App& app, int& code) {
  auto f = std::make_shared<explain_flags>();
  auto* command =
    app.add_subcommand("explain", "Show the plan and the SQL of a query");
  command->add_option("query", f->query, "The GraphQL document")->required();
  command->add_option("--schema", f->schema, "Compiled schema or SDL")
    ->capture_default_str();
  command->add_option("--database", f->database,
                      "Take types from this database (for SDL)");
  command->add_option("--variables", f->variables, "JSON object");
  command->callback([f, &code] { code = explain(*f); });
}

} // namespace troupe::cli
