#include "cli/serving.hpp"

#include "cli/report.hpp"
#include "server/settings.hpp"
#include "telemetry/log.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

namespace troupe::cli {

void add_serving_flags(CLI::App& command, serving_flags& to) {
  command.add_option("--config", to.config,
                     "Configuration file (default troupe.toml if it exists)");
  command.add_option("--database", to.database,
                     "postgres://user@host/name or sqlite:PATH");
  command.add_option("--listen", to.listen,
                     "ADDRESS:PORT (default 127.0.0.1:8080); port 0 takes a "
                     "free one");
  command
    .add_option("--set", to.set,
                "KEY=VALUE, as in troupe.toml: graphql.max_depth=12")
    ->take_all();
}

bool read_options(const serving_flags& flags, server::options& out, int& code) {
  auto config = flags.config;
  std::error_code ignored;
  if (config.empty() && std::filesystem::exists("troupe.toml", ignored))
    config = "troupe.toml";
  result<void> done;
  if (!config.empty())
    done = server::load_config(out, config);
  for (const auto& x : flags.set) {
    if (!done)
      break;
    auto equals = x.find('=');
    done =
      equals == std::string::npos
        ? result<void>{ec::invalid_config,
                       "--set takes KEY=VALUE, not \"" + x + "\""}
        : server::apply_setting(out, x.substr(0, equals), x.substr(equals + 1));
  }
  if (!flags.schema.empty())
    out.schema = flags.schema;
  if (!flags.database.empty())
    out.database_url = flags.database;
  if (!flags.listen.empty())
    out.listen = flags.listen;
  if (done)
    done = server::check(out);
  log::configure(log::level_of(out.log_level), out.log_format == "json");
  if (done)
    return true;
  print_error(std::cerr, done.error());
  code = invalid_input;
  return false;
}

} // namespace troupe::cli
