#include "cli/commands/commands.hpp"
#include "cli/report.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

int main(int argc, char** argv) {
  CLI::App app{"Troupe: a compiled GraphQL engine as an actor system",
               "troupe"};
  app.require_subcommand(0, 1);
  app.set_help_all_flag("--help-all", "Help for all commands");
  app.set_version_flag("--version", "troupe " TROUPE_VERSION);
  app.footer("Start with `troupe demo`, or:\n"
             "  troupe reflect --database sqlite:my.db -o schema.graphql\n"
             "  troupe dev schema.graphql --database sqlite:my.db");
  int code = troupe::cli::ok;
  troupe::cli::add_demo(app, code);
  troupe::cli::add_dev(app, code);
  troupe::cli::add_compile(app, code);
  troupe::cli::add_serve(app, code);
  troupe::cli::add_reflect(app, code);
  troupe::cli::add_migrate(app, code);
  troupe::cli::add_validate(app, code);
  troupe::cli::add_explain(app, code);
  troupe::cli::add_diff(app, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& why) {
    auto usage = app.exit(why);
    return usage == 0 ? troupe::cli::ok : troupe::cli::invalid_input;
  }
  if (app.get_subcommands().empty())
    std::cout << app.help();
  return code;
}
