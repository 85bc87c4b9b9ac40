#pragma once

#include "base/error.hpp"
#include "db/migrations.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>

namespace troupe::db::postgres {

/// A connection that changes a database, and what came of it. After the first
/// failure nothing more is applied.
class migration_session {
public:
  using result_ptr = std::unique_ptr<PGresult, void (*)(PGresult*)>;

  migration_session(const std::string& conninfo, bool dry_run)
    : c_(PQconnectdb(conninfo.c_str()), &PQfinish), dry_run_(dry_run) {
    // nop
  }

  PGconn* connection() const noexcept {
    return c_.get();
  }

  bool dry_run() const noexcept {
    return dry_run_;
  }

  bool failed() const noexcept {
    return failure.code != ec::none;
  }

  /// Runs a statement whatever was asked for; the first failure stays.
  result_ptr execute(const std::string& sql);

  /// Notes a statement, and runs it unless it is only to be shown.
  void apply(const std::string& sql);

  void fail(std::string detail);

  /// Returns a text as SQL has it, with its quotes.
  std::string literal(std::string_view text) const;

  std::string identifier(std::string_view text) const;

  /// `schema.table`, quoted as far as needed.
  std::string qualified(const watched_table& t) const;

  migration_report report;
  error failure{ec::none, {}, {}};

private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> c_;
  bool dry_run_;
};

/// Brings publication and slots to what was asked for. Errors say what is
/// missing: wal_level, a replica identity, a privilege.
void apply_replication(migration_session& s, const migration_request& x);

} // namespace troupe::db::postgres
