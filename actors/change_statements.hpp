#pragma once

#include "messages/changes.hpp"
#include "plan/rows.hpp"
#include "plan/statement.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace troupe::actors {

/// Where a reader of the change log is.
///
/// PostgreSQL: a transaction that begins early may commit late, so numbers say
/// nothing about what is still to come. What is new is what was not visible in
/// the snapshot `seen` and is in a later one, `upto`. Several reads may share
/// those two; `after` is the number of the last row that was read. Once all is
/// read, `upto` becomes `seen`. Long transactions hold nobody up.
///
/// SQLite: one writer at a time, so numbers are in order: `seen` is the last.
struct change_position {
  std::string seen;
  std::string upto; ///< empty: as far as can be seen now
  int64_t after = 0;
};

/// What a read of the change log found.
struct change_page {
  std::vector<messages::change> changes;
  change_position next;
  bool full = false;  ///< there may be more
  std::string server; ///< which process answered; empty: there is but one
};

/// What history a server goes on with.
struct change_history {
  /// Number of its history: another after a failover or a restore. Empty: it
  /// does not say.
  std::string timeline;
  bool beyond = false; ///< the position is ahead of it
  std::string server;  ///< which process said so
};

/// What a start found.
struct change_start {
  change_position from;
  change_position now;
  /// The stored position cannot be trusted: it is from before a restore, or
  /// older than what the log keeps.
  bool lost = false;
};

/// A statement and its values.
struct ready_statement {
  std::shared_ptr<const plan::statement> statement;
  std::shared_ptr<const plan::bound_values> values;
};

/// The SQL of a change listener, and how its rows are read.
class change_statements {
public:
  change_statements(plan::dialect dialect, size_t batch, std::string cursor,
                    std::chrono::milliseconds retention);

  ready_statement start() const;
  ready_statement read(const change_position& at) const;
  ready_statement save(const change_position& at) const;
  /// PostgreSQL alone.
  ready_statement history(const change_position& at) const;
  /// Deletes old rows, of the log and of answers kept for their keys.
  ready_statement trim() const;

  change_start read_start(const plan::row_set& rows) const;
  change_history read_history(const plan::row_set& rows) const;
  change_page read_page(const plan::row_set& rows,
                        const change_position& at) const;

private:
  bool postgres_;
  size_t batch_;
  std::string cursor_;
  std::chrono::milliseconds retention_;
  std::shared_ptr<const plan::statement> start_, read_, save_, history_, trim_;
};

} // namespace troupe::actors
