#include "compiler/authoring/reflect.hpp"

#include "cli/commands/commands.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "compiler/authoring/fraiseql/detect_facts.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace troupe::cli {

void add_reflect(CLI::App& app, int& code) {
  struct flags {
    std::string database;
    std::string out = "-";
    bool fact_tables = false;
  };
  auto f = std::make_shared<flags>();
  auto* command = app.add_subcommand(
    "reflect", "Write SDL for the tables and views of a database");
  command
    ->add_option("--database", f->database,
                 "postgres://user@host/name or sqlite:PATH")
    ->required();
  command->add_option("-o,--output", f->out, "Where to write it (- is stdout)")
    ->capture_default_str();
  command->add_flag("--fact-tables", f->fact_tables,
                    "Write \"fact_tables\" of a schema.json instead, for the "
                    "tables called tf_...");
  command->callback([f, &code] {
    auto facts = read_facts(f->database, true);
    if (!facts) {
      print_error(std::cerr, facts.error());
      code = code_of(facts.error());
      return;
    }
    if (facts->tables.empty()) {
      std::cerr << "error: The database has no tables or views.\n";
      code = failed;
      return;
    }
    auto written = write_file(
      f->out, f->fact_tables
                ? compiler::authoring::fraiseql::detect_fact_tables(*facts)
                : compiler::authoring::reflect(*facts));
    if (!written) {
      print_error(std::cerr, written.error());
      code = failed;
    }
  });
}

} // namespace troupe::cli
