#pragma once

#include "actors/change_decoder.hpp"
#include "base/result.hpp"
#include "db/postgres/replication_connection.hpp"

#include <string>
#include <vector>

namespace troupe::actors {

/// Which stream to follow.
struct replication_options {
  /// Publication; `troupe migrate --publish` makes it.
  std::string publication = "troupe";
  /// Slot that outlives the connection; `troupe migrate --slot` makes it.
  /// Empty: one that goes with the connection, made here.
  std::string slot;
};

/// What was found on the way.
struct replication_start {
  std::string system; ///< the database cluster and its timeline
  name_facts names;
  /// Tables of which nothing is heard; of partitions the topmost.
  std::vector<table_name> unpublished;
  /// Published for some of their rows only.
  std::vector<table_name> filtered;
  /// Where a slot that outlives connections goes on.
  db::postgres::lsn confirmed = 0;
  /// Nothing bounds the log that such a slot keeps.
  bool unbounded = false;
};

/// The commands that come before a stream of changes, and what their answers
/// mean:
///
///     identify -> check -> tables -> [slot] -> start
///
/// Errors say what an operator has to do.
class replication_setup {
public:
  /// `temporary`: the name of a slot that is made here.
  replication_setup(const replication_options& options, std::string temporary);

  /// Returns the next command; empty once the stream was asked for and came.
  std::string command() const;

  /// Takes the answer to it.
  result<void> take(result<db::postgres::command_rows> answer);

  /// Whether the database is making the slot: it waits for all transactions
  /// that are open.
  bool waits() const noexcept {
    return step_ == step::make_slot;
  }

  const replication_start& found() const noexcept {
    return found_;
  }

private:
  enum class step : uint8_t {
    identify,
    check,
    tables,
    make_slot,
    start,
    done,
  };

  using row = std::vector<std::string>;

  result<void> read_identity(const row& x);
  result<void> check(const row& x);
  void read_tables(const std::vector<row>& rows);

  replication_options options_;
  std::string slot_;
  step step_ = step::identify;
  replication_start found_;
};

/// Adds what an operator can do about a failure, where that is known.
std::string with_remedy(std::string why);

} // namespace troupe::actors
