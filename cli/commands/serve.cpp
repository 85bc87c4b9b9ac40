#include "cli/commands/commands.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "cli/serving.hpp"
#include "server/server.hpp"
#include "server/settings.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace troupe::cli {

namespace {

int serve(const serving_flags& flags) {
  int code = ok;
  server::options settings;
  if (!read_options(flags, settings, code))
    return code;
  if (settings.database_url.empty()) {
    std::cerr << "error: No database. Give --database sqlite:PATH or "
                 "postgres://..., or database.url in troupe.toml.\n";
    return invalid_input;
  }
  server::block_signals();
  auto catalog = load_schema(settings.schema, settings.database_url, code);
  if (catalog == nullptr)
    return code;
  auto node = server::server::start(settings, catalog);
  if (!node) {
    print_error(std::cerr, node.error());
    return code_of(node.error());
  }
  std::cout << "Troupe serves http://" << (*node)->address()
            << "/graphql (console at http://" << (*node)->address() << "/)"
            << std::endl;
  server::wait_for_stop();
  std::cout << "Draining ..." << std::endl;
  (*node)->stop();
  return (*node)->failed() ? failed : ok;
}

} // namespace

void add_serve(CLI::App& app, int& code) {
  auto f = std::make_shared<serving_flags>();
  auto settings = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("serve", "Serve a compiled schema");
  command->add_option("--schema", f->schema,
                      "Compiled schema, or SDL to compile on the spot "
                      "(default schema.compiled.json)");
  add_serving_flags(*command, *f);
  command->add_flag("--settings", *settings,
                    "List all keys of troupe.toml with their defaults");
  command->callback([f, settings, &code] {
    if (!*settings) {
      code = serve(*f);
      return;
    }
    for (const auto& x : server::describe_settings())
      std::cout << x.key << " = " << x.default_value << "\n    " << x.help
                << '\n';
  });
}

} // namespace troupe::cli
