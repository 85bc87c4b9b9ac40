#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/session_settings.hpp"
#include "messages/type_ids.hpp"
#include "plan/rows.hpp"
#include "plan/statement.hpp"

#include <caf/typed_actor.hpp>

#include <atomic>
#include <cstdint>
#include <memory>

/// The conversation about results that are read a few rows at a time. Rows are
/// pulled: nobody sends more than was asked for, so the slowest reader sets the
/// pace of all, down to the database.
namespace troupe::messages {

/// Tells one stream from another, and who runs it whether it is still wanted.
struct stream_ticket {
  std::atomic<bool> unwanted{false};
};

using stream_ticket_ptr = std::shared_ptr<stream_ticket>;

/// Asks for the rows of a statement, over a connection that has nothing else to
/// do until they end.
struct open_stream {
  std::shared_ptr<const plan::statement> statement;
  std::shared_ptr<const plan::bound_values> values;
  troupe::deadline deadline = troupe::deadline::max();
  session_settings_ptr session;
  stream_ticket_ptr ticket;
  /// It must see what was written just now: no replica will do.
  bool fresh = false;
  /// Which replica is to be asked, which the pool chooses; -1: the primary.
  int32_t replica = -1;
};

/// Asks for more rows; one question at a time.
struct next_rows {
  stream_ticket_ptr ticket;
};

/// Nobody wants the rest: the statement is cancelled. A question that is open
/// is answered with an error.
struct close_stream {
  stream_ticket_ptr ticket;
};

/// Answers `open_stream` and `next_rows`. Failures are `caf::error`s of our
/// category; after one, and after the last rows, the stream is gone.
struct stream_rows {
  plan::row_set_ptr rows;
  bool last = false;
};

/// Protocol of a connection for streams: one at a time.
using stream_actor =
  caf::typed_actor<caf::replies_to<open_stream>::with<stream_rows>,
                   caf::replies_to<next_rows>::with<stream_rows>,
                   caf::reacts_to<close_stream>>;

/// Introduces a connection for streams to a pool; it is free.
struct join_streams {
  size_t number = 0;
  stream_actor connection;
};

/// A connection tells its pool that it has nothing more to do with a stream.
struct stream_ended {
  stream_ticket_ptr ticket;
};

} // namespace troupe::messages
