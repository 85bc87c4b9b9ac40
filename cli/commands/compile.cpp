#include "cli/commands/commands.hpp"
#include "cli/files.hpp"
#include "cli/operations.hpp"
#include "cli/report.hpp"
#include "compiler/authoring/catalog_json.hpp"
#include "compiler/authoring/schema.hpp"
#include "compiler/planner/introspection_ahead.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace troupe::cli {

void add_compile(CLI::App& app, int& code) {
  struct flags {
    std::vector<std::string> files;
    std::string out = "schema.compiled.json";
    std::string database;
    compile_report report = {.advice = true};
    std::vector<std::string> operations;
    std::string manifest;
  };
  auto f = std::make_shared<flags>();
  auto* command = app.add_subcommand(
    "compile", "Compile SDL with binding directives, or FraiseQL's "
               "schema.json, to a compiled schema");
  command->add_option("files", f->files, "SDL files, or one schema.json")
    ->required();
  command->add_option("-o,--output", f->out, "Where to write it (- is stdout)")
    ->capture_default_str();
  command->add_option("--database", f->database,
                      "Check against this database and take its types");
  command->add_flag("--strict", f->report.strict,
                    "Let warnings about the database count as errors");
  command->add_flag("--verbose", f->report.verbose,
                    "Show all warnings, not just the first 20");
  command
    ->add_option("--operations", f->operations,
                 "Trusted documents: files, patterns such as "
                 "'ops/**/*.graphql', or JSON manifests")
    ->take_all();
  command->add_option("--manifest", f->manifest,
                      "Write {id: text} of the trusted documents, for clients");
  command->callback([f, &code] {
    auto catalog = compile_files(f->files, f->database, code, f->report);
    if (!catalog)
      return;
    auto schema = compiler::authoring::build_schema(*catalog, true);
    if (!schema) {
      print_error(std::cerr, schema.error());
      code = invalid_input;
      return;
    }
    catalog->introspection = compiler::planner::introspect_ahead(*schema);
    if (!f->operations.empty() && !add_operations(*catalog, f->operations)) {
      code = invalid_input;
      return;
    }
    if (!f->manifest.empty()) {
      auto done = write_file(f->manifest, manifest_of(*catalog));
      if (!done) {
        print_error(std::cerr, done.error());
        code = failed;
        return;
      }
    }
    auto written =
      write_file(f->out, compiler::authoring::write_catalog(*catalog));
    if (!written) {
      print_error(std::cerr, written.error());
      code = failed;
      return;
    }
    std::cerr << f->out << ": " << catalog->models.size() << " types, "
              << catalog->roots.size() << " root fields";
    if (!catalog->documents.empty())
      std::cerr << ", " << catalog->documents.size() << " trusted documents";
    std::cerr << '\n';
  });
}

} // namespace troupe::cli
