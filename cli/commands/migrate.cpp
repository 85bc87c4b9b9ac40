#include "db/postgres/migrate.hpp"

#include "base/suggestions.hpp"
#include "cli/commands/commands.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "compiler/authoring/author.hpp"
#include "compiler/authoring/reflect.hpp"
#include "db/sqlite/migrate.hpp"
#include "db/url.hpp"
#include "server/settings.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

namespace troupe::cli {

namespace {

struct flags {
  std::string database;
  std::string schema;
  std::vector<std::string> triggers;
  std::vector<std::string> without;
  std::vector<std::string> publish;
  std::vector<std::string> unpublish;
  std::string publication = "troupe";
  std::string slot;
  std::string drop_slot;
  bool dry_run = false;
};

/// Type names are the schema's, or those that `troupe reflect` would give.
std::shared_ptr<const plan::catalog>
catalog_of(const flags& f, const plan::database_facts& facts, int& code) {
  if (!f.schema.empty())
    return load_schema(f.schema, f.database, code);
  std::vector<compiler::authoring::source_file> files{
    {"reflected", compiler::authoring::reflect(facts)}};
  auto made = compiler::authoring::author(files, &facts);
  for (const auto& x : made.errors)
    print_error(std::cerr, x.why, x.file);
  if (!made.errors.empty()) {
    code = failed;
    return nullptr;
  }
  return std::make_shared<const plan::catalog>(std::move(made.catalog));
}

const plan::table_facts* facts_of(const plan::database_facts& facts,
                                  const plan::model_def& m) {
  for (const auto& t : facts.tables) {
    bool in_default = std::ranges::find(facts.default_schemas, t.schema)
                      != facts.default_schemas.end();
    if (t.name == m.table
        && (m.schema.empty() ? in_default : t.schema == m.schema))
      return &t;
  }
  return nullptr;
}

enum class relations : uint8_t { tables, views_too };

std::vector<db::watched_table> all_relations(const plan::catalog& catalog,
                                             const plan::database_facts& facts,
                                             relations which) {
  std::vector<db::watched_table> out;
  for (const auto& m : catalog.models) {
    const auto* t = facts_of(facts, m);
    if (t == nullptr
        || (which == relations::tables && t->kind != plan::table_kind::table))
      continue;
    auto& to = out.emplace_back();
    to.schema = t->schema;
    to.table = t->name;
    to.type = m.name;
    for (auto i : m.primary_key)
      to.key.push_back(m.columns[static_cast<size_t>(i)].name);
    for (const auto& c : t->columns)
      to.columns.push_back(c.name);
  }
  return out;
}

bool named(const db::watched_table& t, const std::string& name) {
  return name == "all" || name == t.type || name == t.table
         || name == t.schema + "." + t.table;
}

/// Takes the tables of these names out of all there are.
std::optional<std::vector<db::watched_table>>
select(const std::vector<db::watched_table>& all,
       const std::vector<std::string>& names) {
  std::vector<db::watched_table> out;
  for (const auto& name : names) {
    bool found = name == "all";
    for (const auto& t : all)
      if (named(t, name)) {
        found = true;
        out.push_back(t);
      }
    if (found)
      continue;
    std::vector<std::string_view> known;
    for (const auto& t : all)
      known.push_back(t.table);
    print_error(std::cerr, {ec::invalid_config,
                            "There is no table or type \"" + name + "\"."
                              + did_you_mean(suggestions(name, known, 3)),
                            {}});
    return std::nullopt;
  }
  return out;
}

void tell(const flags& f, const db::migration_report& done,
          const db::migration_request& x) {
  if (f.dry_run) {
    std::cout << done.sql;
    return;
  }
  for (const auto& name : done.applied)
    std::cout << "applied " << name << "\n";
  if (done.applied.empty() && done.notes.empty())
    std::cout << "nothing to apply\n";
  for (const auto& t : x.watch)
    std::cout << "logging " << t.table << " as " << t.type << "\n";
  for (const auto& t : x.unwatch)
    std::cout << "no longer logging " << t.table << "\n";
  for (const auto& note : done.notes)
    std::cout << note << "\n";
}

/// Fills in what tables the flags name; returns an exit code.
int add_tables(const flags& f, db::migration_request& x, bool sqlite) {
  auto triggers = f.triggers;
  // SQLite has no other way to a log.
  if (triggers.empty() && sqlite)
    triggers = {"all"};
  if (triggers.empty() && f.without.empty() && f.publish.empty()
      && f.unpublish.empty())
    return ok;
  auto facts = read_facts(f.database);
  if (!facts) {
    print_error(std::cerr, facts.error());
    return code_of(facts.error());
  }
  int code = ok;
  auto catalog = catalog_of(f, *facts, code);
  if (catalog == nullptr)
    return code;
  auto tables = all_relations(*catalog, *facts, relations::tables);
  auto views_too = all_relations(*catalog, *facts, relations::views_too);
  auto watch = select(tables, triggers);
  auto unwatch = select(tables, f.without);
  auto publish = select(views_too, f.publish);
  auto unpublish = select(views_too, f.unpublish);
  if (!watch || !unwatch || !publish || !unpublish)
    return invalid_input;
  x.watch = std::move(*watch);
  x.unwatch = std::move(*unwatch);
  x.publish = std::move(*publish);
  x.unpublish = std::move(*unpublish);
  std::erase_if(x.watch, [&](const auto& t) {
    return std::ranges::any_of(x.unwatch, [&](const auto& u) {
      return u.table == t.table && u.schema == t.schema;
    });
  });
  return ok;
}

/// Names that settings take, and that mean the same with quotes and without.
bool plain_name(const std::string& x) {
  server::options trial;
  trial.changes_publication = x;
  return bool{server::check(trial)};
}

int migrate(const flags& f) {
  auto url = db::parse_url(f.database);
  if (!url) {
    print_error(std::cerr, url.error());
    return code_of(url.error());
  }
  db::migration_request x;
  x.dry_run = f.dry_run;
  x.publish_all = std::ranges::find(f.publish, "all") != f.publish.end();
  x.publication = f.publication;
  x.slot = f.slot;
  x.drop_slot = f.drop_slot;
  bool sqlite = url->dialect == plan::dialect::sqlite;
  bool replicates = !f.publish.empty() || !f.unpublish.empty()
                    || !f.slot.empty() || !f.drop_slot.empty();
  if (sqlite && replicates) {
    print_error(std::cerr,
                {ec::invalid_config, "Only PostgreSQL replicates.", {}});
    return invalid_input;
  }
  if (!plain_name(f.publication) || (!f.slot.empty() && !plain_name(f.slot))) {
    print_error(std::cerr, {ec::invalid_config,
                            "A publication or slot has a name of a-z, 0-9 and "
                            "_, of 63 letters at most.",
                            {}});
    return invalid_input;
  }
  auto code = add_tables(f, x, sqlite);
  if (code != ok)
    return code;
  auto done = sqlite ? db::sqlite::migrate(url->path, x)
                     : db::postgres::migrate(url->conninfo, x);
  if (!done) {
    print_error(std::cerr, done.error());
    return failed;
  }
  tell(f, *done, x);
  return ok;
}

} // namespace

void add_migrate(CLI::App& app, int& code) {
  auto f = std::make_shared<flags>();
  auto* command = app.add_subcommand(
    "migrate", "Install the change log and helper functions in a database");
  command
    ->add_option("--database", f->database,
                 "postgres://user@host/name or sqlite:PATH")
    ->required();
  command
    ->add_option("--triggers", f->triggers,
                 "Tables whose changes are logged whoever writes them, or "
                 "`all` (the default on SQLite)")
    ->delimiter(',');
  command
    ->add_option("--no-triggers", f->without,
                 "Tables that are no longer logged, or `all`")
    ->delimiter(',');
  command
    ->add_option("--publish", f->publish,
                 "Tables whose changes nodes follow by logical replication "
                 "(changes.source = replication), or `all`; of views the "
                 "tables that they read")
    ->delimiter(',');
  command
    ->add_option("--no-publish", f->unpublish,
                 "Tables that are no longer published, or `all`")
    ->delimiter(',');
  command->add_option("--publication", f->publication,
                      "The publication that they are in (default: troupe)");
  command->add_option("--slot", f->slot,
                      "Make a replication slot, for one node "
                      "(changes.slot)");
  command->add_option("--drop-slot", f->drop_slot,
                      "Drop a replication slot that no node needs any more");
  command->add_option("--schema", f->schema,
                      "The schema that names the types (default: as "
                      "`troupe reflect` would)");
  command->add_flag("--dry-run", f->dry_run, "Only print the SQL");
  command->callback([f, &code] { code = migrate(*f); });
}

} // namespace troupe::cli
