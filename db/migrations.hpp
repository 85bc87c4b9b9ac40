#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What `troupe migrate` puts into a database: SQL files in
/// db/<dialect>/migrations, made part of the binary.
namespace troupe::db {

struct migration {
  int version;
  std::string_view name;
  std::string_view sql;
};

/// A table whose changes are to be logged by triggers, whoever writes.
struct watched_table {
  std::string schema;
  std::string table;
  std::string type; ///< GraphQL type
  std::vector<std::string> key;
  std::vector<std::string> columns;
};

/// What to install.
struct migration_request {
  std::vector<watched_table> watch;
  /// Tables whose triggers go.
  std::vector<watched_table> unwatch;
  /// PostgreSQL: tables to replicate, and views whose tables are meant; with
  /// `publish_all` those that cannot be are left out.
  std::vector<watched_table> publish;
  bool publish_all = false;
  std::vector<watched_table> unpublish;
  std::string publication;
  /// Replication slots to make and to drop; empty: none.
  std::string slot;
  std::string drop_slot;
  /// Only return the SQL.
  bool dry_run = false;
};

/// What was done, or with `dry_run` would be.
struct migration_report {
  std::vector<std::string> applied; ///< names of migrations
  std::string sql;
  std::vector<std::string> notes; ///< for whoever asked for it
};

namespace postgres {
std::span<const migration> migrations() noexcept;
}

namespace sqlite {
std::span<const migration> migrations() noexcept;
}

} // namespace troupe::db
