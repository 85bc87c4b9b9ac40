#include "cli/commands/commands.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "compiler/authoring/catalog_json.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace troupe::cli {

void add_compile(CLI::App& app, int& code) {
  struct flags {
    std::vector<std::string> files;
    std::string out = "schema.compiled.json";
    std::string database;
    bool strict = false;
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
  command->add_flag("--strict", f->strict,
                    "Let warnings about the database count as errors");
  command->callback([f, &code] {
    auto catalog = compile_files(f->files, f->database, code, f->strict);
    if (!catalog)
      return;
    auto written =
      write_file(f->out, compiler::authoring::write_catalog(*catalog));
    if (!written) {
      print_error(std::cerr, written.error());
      code = failed;
      return;
    }
    std::cerr << f->out << ": " << catalog->models.size() << " types, "
              << catalog->roots.size() << " root fields\n";
  });
}

} // namespace troupe::cli
