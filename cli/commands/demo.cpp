#include "cli/commands/commands.hpp"
#include "cli/demo_data.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "cli/serving.hpp"
#include "db/sqlite/connection.hpp"
#include "server/server.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace troupe::cli {

namespace {

namespace fs = std::filesystem;

/// Runs a script statement by statement, so that progress can be shown. Our
/// script has no semicolons but at the ends of statements.
result<void> fill(const std::string& path, std::string_view script) {
  auto db = db::sqlite::connection::open({.path = path});
  if (!db)
    return db.error();
  std::vector<std::string> statements;
  while (!script.empty()) {
    auto end = script.find(";\n");
    if (end == std::string_view::npos)
      break;
    statements.emplace_back(script.substr(0, end + 1));
    script.remove_prefix(end + 2);
  }
  progress line{"Writing the demo shop to " + path};
  if (auto done = (*db)->execute("BEGIN"); !done)
    return done;
  for (size_t i = 0; i < statements.size(); ++i) {
    if (auto done = (*db)->execute(statements[i]); !done)
      return done;
    line.advance(i + 1, statements.size());
  }
  return (*db)->execute("COMMIT");
}

int demo(const std::string& folder, const serving_flags& flags) {
  int code = ok;
  server::options settings;
  if (!read_options(flags, settings, code))
    return code;
  std::error_code failed_to;
  fs::create_directories(folder, failed_to);
  auto path = (fs::path{folder} / "shop.db").string();
  if (!fs::exists(path)) {
    std::ofstream{path}; // SQLite opens only what is there
    auto done = fill(path, demo_sql());
    if (!done) {
      fs::remove(path, failed_to);
      print_error(std::cerr, done.error());
      return failed;
    }
  }
  settings.database_url = "sqlite:" + path;
  auto facts = read_facts(settings.database_url);
  if (!facts) {
    print_error(std::cerr, facts.error());
    return failed;
  }
  std::vector<compiler::authoring::source_file> files{
    {"shop.graphql", std::string{demo_sdl()}}};
  auto made = compiler::authoring::author(files, &*facts);
  for (const auto& x : made.errors)
    print_error(std::cerr, x.why, x.file);
  if (!made.errors.empty())
    return failed;
  server::block_signals();
  auto node = server::server::start(
    settings, std::make_shared<const plan::catalog>(std::move(made.catalog)));
  if (!node) {
    print_error(std::cerr, node.error());
    return code_of(node.error());
  }
  auto base = "http://" + (*node)->address();
  std::cout << "\nTroupe's demo shop is open:\n\n"
            << "  console   " << base << "/\n"
            << "  GraphQL   " << base << "/graphql\n"
            << "  database  " << path << "\n\nTry it:\n\n"
            << "  curl -s " << base
            << "/graphql -H 'content-type: application/json' \\\n"
               "    -d '{\"query\":\"{ product(limit: 3) { name price category "
               "{ name } } }\"}'\n\nCtrl-C ends it."
            << std::endl;
  server::wait_for_stop();
  (*node)->stop();
  return (*node)->failed() ? failed : ok;
}

} // namespace

void add_demo(CLI::App& app, int& code) {
  auto f = std::make_shared<serving_flags>();
  auto folder = std::make_shared<std::string>("troupe-demo");
  auto* command = app.add_subcommand(
    "demo", "Write a small shop into a SQLite file and serve it");
  command->add_option("--dir", *folder, "Where the file goes")
    ->capture_default_str();
  command->add_option("--listen", f->listen,
                      "ADDRESS:PORT (default 127.0.0.1:8080); port 0 takes a "
                      "free one");
  command->add_option("--set", f->set, "KEY=VALUE, as in troupe.toml")
    ->take_all();
  command->callback([f, folder, &code] { code = demo(*folder, *f); });
}

} // namespace troupe::cli
