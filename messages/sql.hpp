#pragma once

#include "base/clock.hpp"
#include "base/session_settings.hpp"
#include "messages/streams.hpp"
#include "messages/type_ids.hpp"
#include "plan/rows.hpp"
#include "plan/statement.hpp"

#include <caf/typed_actor.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// The conversation between the query actor, the pool and its connections.
namespace troupe::messages {

/// Asks for one statement to be run. Reads may be sent again after a lost
/// connection if nothing was answered; writes never are.
struct run_statement {
  std::shared_ptr<const plan::statement> statement;
  std::shared_ptr<const plan::bound_values> values;
  troupe::deadline deadline = troupe::deadline::max();
  /// Settings of the database session for this statement; null: none.
  session_settings_ptr session;
  /// It must see what was written just now: no replica will do.
  bool fresh = false;
  /// Together with others its result was too large: it runs alone.
  bool alone = false;
  /// Bytes that the result may have, about; 0: what the database is set to. Who
  /// asks has another way to more, and is told `limit_exceeded`.
  size_t most = 0;
};

/// Answers `run_statement`. Failures are `caf::error`s of our category.
struct statement_rows {
  plan::row_set_ptr rows;
};

/// Asks a pool how it is.
struct describe_pool {};

struct pool_status {
  std::string database; ///< kind and host, no secrets
  uint32_t connections = 0;
  uint32_t ready = 0;
  uint32_t waiting = 0;
  uint64_t reconnects = 0;
  bool available = false;
};

/// Tells a dormant connection that it is needed.
struct wake_connection {};

struct share_waiting;

/// Protocol of one connection.
using connection_actor =
  caf::typed_actor<caf::replies_to<run_statement>::with<statement_rows>,
                   caf::reacts_to<wake_connection>,
                   caf::reacts_to<share_waiting>>;

/// Tells a connection that another has come: it hands over one part in `parts`
/// of what it could not send yet.
struct share_waiting {
  connection_actor with;
  size_t parts = 2;
};

/// How many statements a connection has; null: not known.
using connection_load = std::shared_ptr<const std::atomic<uint32_t>>;

/// Introduces a connection that is up to a pool, in place of the one that had
/// its number.
struct join_pool {
  size_t number = 0;
  connection_actor connection;
  bool reads = true;
  bool writes = true;
  int32_t replica = -1; ///< its number; -1: of the primary
  connection_load load;
};

/// Why a connection takes no statements.
enum class leave_reason : uint8_t {
  dormant, ///< not needed, or not yet: it may be woken
  failed,  ///< it broke or could not be made; it tries again
  resting, ///< it will be back by itself: replaced for its age, or too far
           ///< behind
};

/// A connection asks its pool to send no more statements.
struct leave_pool {
  size_t number = 0;
  connection_actor connection;
  leave_reason why = leave_reason::failed;
};

/// A connection tells its pool that statements queue up.
struct pool_pressed {
  bool replica = false;
};

struct route {
  connection_actor connection;
  connection_load load;
};

/// The connections of a pool as they are now. Immutable: when one comes or
/// goes, there is another list.
struct routes {
  std::vector<route> readers; ///< replicas if there are any
  std::vector<route> fresh;   ///< readers that see the last write
  std::vector<route> writers;
};

/// Tells who watches a pool which connections to ask from now on.
struct use_routes {
  std::shared_ptr<const routes> now;
};

using route_watcher = caf::typed_actor<caf::reacts_to<use_routes>>;

/// Asks a pool for its routes, now and whenever they change. A pool has one
/// watcher, the query actor of its reactor.
struct watch_routes {
  route_watcher who;
};

/// A pool to itself: statements that wait for a connection may be late.
struct check_waiting {};

/// Protocol of a pool. It delegates to its connections; who asks often watches
/// its routes and asks them directly, which saves a hop.
using pool_actor = caf::typed_actor<
  caf::replies_to<run_statement>::with<statement_rows>,
  caf::replies_to<describe_pool>::with<pool_status>, caf::reacts_to<join_pool>,
  caf::reacts_to<leave_pool>, caf::reacts_to<pool_pressed>,
  caf::reacts_to<watch_routes>, caf::reacts_to<check_waiting>,
  // Rows a few at a time.
  caf::replies_to<open_stream>::with<stream_rows>,
  caf::replies_to<next_rows>::with<stream_rows>, caf::reacts_to<close_stream>,
  caf::reacts_to<join_streams>, caf::reacts_to<stream_ended>>;

/// Tells an actor which pool to ask from now on.
struct use_pool {
  pool_actor pool;
};

} // namespace troupe::messages
