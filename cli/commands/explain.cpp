#include "runtime/explain.hpp"

#include "base/json_read.hpp"
#include "cli/commands/commands.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "db/postgres/run_blocking.hpp"
#include "db/sqlite/connection.hpp"
#include "db/url.hpp"
#include "runtime/execution.hpp"

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
  std::string operation;
  bool analyze = false;
  bool json = false;
};

/// Runs statements over connections that live as long as one of them.
class runner {
public:
  explicit runner(db::url url) : url_(std::move(url)) {
    // nop
  }

  result<plan::row_set_ptr> run(const runtime::pending_statement& x) {
    constexpr std::chrono::seconds patience{60};
    if (url_.dialect != x.statement->dialect)
      return error{
        ec::schema_mismatch, "The schema is for another kind of database.", {}};
    if (url_.dialect == plan::dialect::postgres)
      return db::postgres::run_blocking(url_.conninfo, x.statement, x.values,
                                        patience);
    auto c =
      db::sqlite::connection::open({.path = url_.path, .read_only = true});
    if (!c)
      return c.error();
    return (*c)->run(*x.statement, *x.values, steady::now() + patience);
  }

private:
  db::url url_;
};

std::string_view text(const json::value& x, std::string_view key) {
  const auto* found = x.find(key);
  return found == nullptr ? std::string_view{} : found->text;
}

void print_block(std::string_view title, std::string_view block) {
  if (block.empty())
    return;
  std::cout << title << ":\n";
  while (!block.empty()) {
    auto end = block.find('\n');
    std::cout << "  " << block.substr(0, end) << '\n';
    block = end == std::string_view::npos ? std::string_view{}
                                          : block.substr(end + 1);
  }
}

void print_parameters(const json::value& field) {
  const auto* parameters = field.find("parameters");
  if (parameters == nullptr || parameters->items.empty())
    return;
  std::cout << "parameters:\n";
  for (size_t i = 0; i < parameters->items.size(); ++i) {
    const auto& p = parameters->items[i];
    bytes value;
    if (const auto* v = p.find("value"))
      json::write(value, *v);
    std::cout << "  " << i + 1 << ": " << text(p, "type") << " = "
              << value.view()
              << (p.find("variable")->boolean ? " (variable)" : "") << '\n';
  }
}

void print(const json::value& x) {
  bytes rows;
  json::write(rows, *x.find("cost")->find("expectedRows"));
  if (auto name = text(x, "name"); !name.empty())
    std::cout << text(x, "operation") << ' ' << name << '\n';
  std::cout << "cost: " << rows.view() << " rows expected\n\n";
  for (const auto& field : x.find("fields")->items) {
    print_block("plan", text(field, "tree"));
    print_block("sql", text(field, "sql"));
    print_block("sql for many keys at once", text(field, "mergedSql"));
    print_block("sql that asks once for what rows have in common",
                text(field, "onceSql"));
    print_parameters(field);
    if (const auto* cost = field.find("cost"))
      std::cout << "estimated cost: " << cost->text
                << ", rows: " << text(field, "rows") << '\n';
    print_block("database's plan", text(field, "databasePlan"));
    if (auto why = text(field, "failure"); !why.empty())
      std::cout << "the database did not say: " << why << '\n';
    std::cout << '\n';
  }
}

/// Prints the errors of a response; returns whether there were any.
bool print_errors(const json::value& x, const std::string& query) {
  const auto* errors = x.find("errors");
  if (errors == nullptr)
    return false;
  for (const auto& e : errors->items) {
    error why{ec::bad_request, std::string{text(e, "message")}, {}};
    if (const auto* places = e.find("locations"))
      for (const auto& at : places->items)
        why.locations.push_back(
          {static_cast<uint32_t>(at.find("line")->integer),
           static_cast<uint32_t>(at.find("column")->integer)});
    print_error(std::cerr, why, {}, query);
  }
  return true;
}

/// Names of the operations of a document; one empty name if it does not parse.
std::vector<std::string> operations(const explain_flags& f) {
  if (!f.operation.empty())
    return {f.operation};
  std::vector<std::string> out;
  if (auto document = graphql::language::parse(f.query))
    for (const auto& d : document->definitions)
      if (d.operation != nullptr)
        out.emplace_back(d.operation->name.text);
  if (out.empty())
    out.emplace_back();
  return out;
}

int explain_one(const explain_flags& f, const std::string& operation,
                runtime::document_cache& documents, runner* database) {
  arena memory;
  runtime::request request{f.query, operation};
  if (!f.variables.empty()) {
    auto given = json::parse(f.variables, memory);
    if (!given) {
      print_error(std::cerr, given.error());
      return invalid_input;
    }
    request.variables = *given;
  }
  request.explain = database == nullptr ? runtime::explanation::plan
                    : f.analyze         ? runtime::explanation::analyze
                                        : runtime::explanation::estimate;
  runtime::execution x{documents, request};
  error failure{ec::none, {}, {}};
  while (!x.done())
    for (const auto& pending : x.next()) {
      auto rows = database->run(pending);
      if (rows)
        x.deliver(pending.step, std::move(*rows));
      else
        x.fail(pending.step, failure = rows.error());
    }
  auto response = x.take();
  auto parsed = json::parse(response.body.view(), memory);
  if (!parsed) {
    print_error(std::cerr, parsed.error());
    return failed;
  }
  if (print_errors(**parsed, f.query))
    return invalid_input;
  if (f.json)
    std::cout << response.body.view() << '\n';
  else
    print(**parsed);
  if (failure.code != ec::none) {
    print_error(std::cerr, failure);
    return failed;
  }
  return ok;
}

int explain(const explain_flags& f) {
  int code = ok;
  if (f.analyze && f.database.empty()) {
    std::cerr << "error: --analyze runs the statements: give --database URL.\n";
    return invalid_input;
  }
  auto catalog = load_schema(f.schema, f.database, code);
  if (catalog == nullptr)
    return code;
  auto engine = runtime::engine::make(catalog, {});
  if (!engine) {
    print_error(std::cerr, engine.error(), f.schema);
    return invalid_input;
  }
  std::optional<runner> database;
  if (!f.database.empty()) {
    auto url = db::parse_url(f.database);
    if (!url) {
      print_error(std::cerr, url.error());
      return code_of(url.error());
    }
    database.emplace(std::move(*url));
  }
  runtime::document_cache documents{*engine};
  for (const auto& name : operations(f)) {
    auto one = explain_one(f, name, documents, database ? &*database : nullptr);
    code = std::max(code, one);
  }
  return code;
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
                      "Ask this database for its plan (and for types, if the "
                      "schema is SDL)");
  command->add_flag("--analyze", f->analyze,
                    "Run the statements and show what they cost");
  command->add_option("--variables", f->variables, "JSON object");
  command->add_option("--operation", f->operation,
                      "The operation of that name alone");
  command->add_flag("--json", f->json, "Write JSON, one line an operation");
  command->callback([f, &code] { code = explain(*f); });
}

} // namespace troupe::cli
