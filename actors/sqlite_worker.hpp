#pragma once

#include "db/sqlite/connection.hpp"
#include "messages/sql.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace troupe::actors {

/// Owns one connection to a SQLite file. Blocks, so it is spawned detached.
/// A file that cannot be opened is tried again at the next statement.
struct sqlite_worker_state {
  static inline const char* name = "sqlite-worker";

  db::sqlite::connection_options options;
  std::unique_ptr<db::sqlite::connection> connection;

  caf::result<messages::statement_rows> run(const messages::run_statement& x);
};

messages::connection_actor::behavior_type sqlite_worker(
  messages::connection_actor::stateful_pointer<sqlite_worker_state> self,
  db::sqlite::connection_options options);

} // namespace troupe::actors
