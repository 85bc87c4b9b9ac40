#pragma once

#include "db/sqlite/connection.hpp"
#include "messages/sql.hpp"
#include "messages/streams.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace troupe::actors {

/// Reads the rows of one statement at a time from a SQLite file, a few at a
/// time. Blocks, so it is spawned detached. A statement that nobody wants any
/// more is interrupted by its ticket: the message comes too late for that.
struct sqlite_stream_state {
  static inline const char* name = "sqlite-stream";

  db::sqlite::connection_options options;
  std::unique_ptr<db::sqlite::connection> connection;
  messages::pool_actor pool;
  messages::stream_ticket_ptr ticket; ///< of what is open; null: nothing is

  result<db::sqlite::connection::some_rows>
  begin(const messages::open_stream& x);
};

messages::stream_actor::behavior_type sqlite_stream(
  messages::stream_actor::stateful_pointer<sqlite_stream_state> self,
  db::sqlite::connection_options options, size_t number,
  messages::pool_actor pool);

} // namespace troupe::actors
