#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "db/postgres/connection.hpp"
#include "db/url.hpp"
#include "messages/sql.hpp"
#include "messages/supervision.hpp"
#include "telemetry/metrics.hpp"

#include <caf/actor_system.hpp>

#include <cstddef>
#include <vector>

namespace troupe::actors {

struct datasource_options {
  db::url url;
  /// Read replicas of `url`.
  std::vector<db::url> replicas;
  size_t pool_size = 0; ///< most connections of the node, 0: chosen
  size_t pool_min = 0;  ///< that are always there, 0: chosen
  std::chrono::milliseconds connect_timeout{5'000};
  /// How long a statement waits for its turn.
  std::chrono::milliseconds acquire_timeout{2'000};
  /// Statements that may wait for one connection.
  size_t max_waiting = 4096;
  /// Extra connections that are hardly busy for so long are closed.
  std::chrono::milliseconds idle_timeout{60'000};
  /// Older connections are replaced, 0: never.
  std::chrono::milliseconds lifetime{3'600'000};
  /// A connection unused for so long is asked whether it lives, 0: never.
  std::chrono::milliseconds health_interval{30'000};
  /// Replicas further behind get no reads.
  std::chrono::milliseconds max_replica_lag{5'000};
  /// Bytes that one result may have, or one row of a stream; 0: any number.
  size_t max_result = size_t{64} << 20;
  /// Results that may be read a few rows at a time at once, each over a
  /// connection of its own; 0: none.
  size_t streams = 16;
  /// PostgreSQL's JIT as the server has it; otherwise it is switched off.
  bool jit = false;
  /// Off for poolers.
  db::postgres::prepare_mode prepare = db::postgres::prepare_mode::named;
  /// Lookups of one plan that wait together become one statement.
  bool merge = true;
  /// Equal reads that wait together share one execution.
  bool coalesce = true;
  /// Counts; null: nowhere.
  telemetry::metrics* metrics = nullptr;
};

/// Spawns the supervisor of all connections to a database. They introduce
/// themselves to `pools`, of which there is one for each reactor.
messages::supervisor_actor
spawn_datasource(caf::actor_system& sys, const datasource_options& options,
                 const std::vector<messages::pool_actor>& pools);

} // namespace troupe::actors
