#include "graphql/validation/validate.hpp"

#include "cli/commands/commands.hpp"
#include "cli/commands/validate_lines.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "compiler/authoring/schema.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/build.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace troupe::cli {

namespace {

/// A schema may be plain SDL or a compiled schema.
result<graphql::types::schema> read_schema(const std::string& path, int& code) {
  if (path.ends_with(".json")) {
    auto catalog = load_schema(path, {}, code);
    if (catalog == nullptr)
      return {ec::invalid_schema, "The schema cannot be used"};
    return compiler::authoring::build_schema(*catalog);
  }
  auto text = read_file(path);
  if (!text)
    return text.error();
  return graphql::types::build_schema(std::move(*text));
}

int validate(const std::string& schema_path, const std::string& path) {
  int code = ok;
  auto text = read_file(path);
  if (!text) {
    print_error(std::cerr, text.error());
    return invalid_input;
  }
  std::vector<error> errors;
  auto document = graphql::language::parse(std::move(*text));
  if (!document) {
    errors.push_back(document.error());
  } else if (!schema_path.empty()) {
    auto schema = read_schema(schema_path, code);
    if (!schema) {
      print_error(std::cerr, schema.error(), schema_path);
      return invalid_input;
    }
    errors = graphql::validation::validate(*schema, *document);
  }
  print_json_errors(std::cout, errors);
  return errors.empty() ? ok : failed;
}

} // namespace

void add_validate(CLI::App& app, int& code) {
  struct flags {
    std::string schema;
    std::string document;
    bool jsonl = false;
  };
  auto f = std::make_shared<flags>();
  auto* command = app.add_subcommand(
    "validate", "Check a GraphQL document; errors are JSON on stdout");
  command->add_option("--schema", f->schema,
                      "SDL or compiled schema; without it the document is "
                      "only parsed");
  command->add_option("--document", f->document, "The document");
  command->add_flag("--jsonl", f->jsonl,
                    "Answer questions from stdin, a JSON object a line");
  command->callback([f, &code] {
    if (f->jsonl) {
      validate_lines(std::cin, std::cout);
      code = ok;
    } else if (f->document.empty()) {
      std::cerr << "error: No document. Give --document FILE, or --jsonl to "
                   "read questions from stdin.\n";
      code = invalid_input;
    } else {
      code = validate(f->schema, f->document);
    }
  });
}

} // namespace troupe::cli
