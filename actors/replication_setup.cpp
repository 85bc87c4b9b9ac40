#include "actors/replication_setup.hpp"

#include <utility>

namespace troupe::actors {

namespace pg = db::postgres;

namespace {

/// One row: what stands against a stream. Sets how the session writes values,
/// and that a slot may take its time. `$P` and `$S` are the names of
/// publication and slot, which settings admit only as plain words.
constexpr std::string_view check_sql =
  R"sql(SELECT current_setting('wal_level'), coalesce(p.complete::text, ''),
  CASE WHEN s.slot_name IS NULL THEN '' WHEN s.plugin IS DISTINCT FROM 'pgoutput' THEN 'plugin'
    WHEN s.database <> current_database() THEN 'database' WHEN s.wal_status = 'lost' THEN 'lost'
    WHEN s.active THEN 'active' ELSE 'free' END,
  coalesce(s.confirmed_flush_lsn::text, ''), current_setting('max_slot_wal_keep_size'),
  concat(set_config('datestyle', 'ISO', false), set_config('intervalstyle', 'postgres', false), set_config('extra_float_digits', '1', false),
    set_config('bytea_output', 'hex', false), set_config('client_encoding', 'UTF8', false), set_config('statement_timeout', '0', false))
FROM (SELECT 1) AS one
LEFT JOIN (SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate AS complete FROM pg_publication WHERE pubname = '$P') AS p ON true
LEFT JOIN pg_replication_slots AS s ON s.slot_name = '$S')sql";

constexpr std::string_view tables_sql =
  R"sql(WITH published AS (
  SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relispartition
  FROM pg_publication_tables t JOIN pg_namespace n ON n.nspname = t.schemaname
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename WHERE t.pubname = '$P')
SELECT 'path', s::text, '', '', '' FROM unnest(current_schemas(false)) AS s
UNION ALL SELECT 'bare', n.nspname::text, c.relname::text, '', '' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'troupe')
  AND c.oid NOT IN (SELECT oid FROM published UNION SELECT pg_partition_root(oid) FROM published WHERE relispartition)
UNION ALL SELECT 'some', t.schemaname::text, t.tablename::text, '', '' FROM pg_publication_tables t
  WHERE t.pubname = '$P' AND to_jsonb(t) ->> 'rowfilter' IS NOT NULL
UNION ALL SELECT 'part', p.schema::text, p.name::text, n.nspname::text, c.relname::text FROM published p
  JOIN pg_class c ON c.oid = pg_partition_root(p.oid) JOIN pg_namespace n ON n.oid = c.relnamespace WHERE p.relispartition)sql";

error wrong(std::string detail) {
  return {ec::invalid_config, std::move(detail), {}};
}

} // namespace

replication_setup::replication_setup(const replication_options& options,
                                     std::string temporary)
  : options_(options),
    slot_(options.slot.empty() ? std::move(temporary) : options.slot) {
  // nop
}

std::string replication_setup::command() const {
  auto filled = [this](std::string_view sql) {
    std::string out;
    for (size_t i = 0; i < sql.size(); ++i)
      if (sql.substr(i, 2) == "$P" || sql.substr(i, 2) == "$S")
        out += sql[++i] == 'P' ? options_.publication : slot_;
      else
        out += sql[i];
    return out;
  };
  switch (step_) {
    case step::identify:
      return "IDENTIFY_SYSTEM";
    case step::check:
      return filled(check_sql);
    case step::tables:
      return filled(tables_sql);
    case step::make_slot:
      return filled("SELECT lsn::text FROM "
                    "pg_create_logical_replication_slot('$S', 'pgoutput', "
                    "true)");
    case step::start:
      return filled("START_REPLICATION SLOT \"$S\" LOGICAL 0/0 (proto_version "
                    "'1', publication_names '\"$P\"')");
    case step::done:
      break;
  }
  return {};
}

result<void> replication_setup::take(result<pg::command_rows> answer) {
  if (!answer)
    return answer.error();
  auto& rows = answer->rows;
  bool one_row =
    step_ == step::identify || step_ == step::check || step_ == step::make_slot;
  constexpr size_t most = 10;
  if (one_row && (rows.size() != 1 || rows[0].size() > most))
    return error{ec::database_error,
                 "The database answered a command of replication with what is "
                 "not understood",
                 {}};
  switch (step_) {
    case step::identify: {
      auto read = read_identity(rows[0]);
      if (!read)
        return read;
      step_ = step::check;
      return {};
    }
    case step::check: {
      auto checked = check(rows[0]);
      if (!checked)
        return checked;
      step_ = step::tables;
      return {};
    }
    case step::tables:
      read_tables(rows);
      step_ = options_.slot.empty() ? step::make_slot : step::start;
      return {};
    case step::make_slot:
      step_ = step::start;
      return {};
    case step::start:
    case step::done:
      step_ = step::done;
      return {};
  }
  return {};
}

/// systemid, timeline, and more.
result<void> replication_setup::read_identity(const row& x) {
  if (x.size() < 2)
    return wrong("The database does not say which one it is");
  found_.system = x[0] + "/" + x[1];
  return {};
}

result<void> replication_setup::check(const row& x) {
  constexpr size_t columns = 6;
  if (x.size() != columns)
    return wrong("The database does not tell its settings");
  if (x[0] != "logical")
    return wrong("The database's wal_level is " + x[0]
                 + ". Set wal_level = logical and restart PostgreSQL.");
  if (x[1].empty())
    return wrong("There is no publication " + options_.publication
                 + "; `troupe migrate --publish all` makes it.");
  if (x[1] != "true")
    return wrong("The publication " + options_.publication
                 + " leaves out some kinds of changes: ALTER PUBLICATION "
                 + options_.publication
                 + " SET (publish = 'insert, update, delete, truncate').");
  if (options_.slot.empty())
    return {};
  auto slot = "The replication slot " + slot_;
  auto again = " `troupe migrate --slot " + slot_ + "` makes it.";
  if (x[2].empty())
    return wrong(slot + " does not exist." + again);
  if (x[2] == "plugin" || x[2] == "database")
    return wrong(slot + " is of another " + x[2]
                 + ": choose another changes.slot.");
  if (x[2] == "lost")
    return wrong(slot
                 + " was invalidated: it kept more of the log than "
                   "max_slot_wal_keep_size. `troupe migrate --drop-slot "
                 + slot_ + " --slot " + slot_ + "` makes it anew.");
  if (x[2] == "active")
    return wrong(
      slot + " is in use. Each node needs one of its own (changes.slot).");
  found_.confirmed = pg::parse_lsn(x[3]).value_or(0);
  found_.unbounded = x[4] == "-1";
  return {};
}

void replication_setup::read_tables(const std::vector<row>& rows) {
  constexpr size_t columns = 5;
  for (const auto& x : rows) {
    if (x.size() != columns)
      continue;
    if (x[0] == "path")
      found_.names.path.push_back(x[1]);
    else if (x[0] == "bare")
      found_.unpublished.push_back({x[1], x[2]});
    else if (x[0] == "some")
      found_.filtered.push_back({x[1], x[2]});
    else
      found_.names.roots[name_facts::key_of(x[1], x[2])] = {x[3], x[4]};
  }
}

std::string with_remedy(std::string why) {
  struct remedy {
    std::string_view words;
    std::string_view help;
  };
  // Words of several versions; those of a SQLSTATE are in no language.
  constexpr remedy remedies[] = {
    {"53400 ", "raise max_replication_slots, or drop slots that nobody uses"},
    {"max_wal_senders", "raise max_wal_senders"},
    {"replication role", "ALTER ROLE ... REPLICATION"},
    {"to start WAL sender", "ALTER ROLE ... REPLICATION"},
    {"55006 ", "each node needs a slot of its own (changes.slot)"},
  };
  for (const auto& x : remedies)
    if (why.find(x.words) != std::string::npos)
      return why + " (" + std::string{x.help} + ")";
  return why;
}

} // namespace troupe::actors
