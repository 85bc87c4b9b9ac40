#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "db/url.hpp"
#include "messages/sql.hpp"
#include "messages/supervision.hpp"

#include <caf/actor_system.hpp>

#include <cstddef>
#include <vector>

namespace troupe::actors {

struct datasource_options {
  db::url url;
  size_t pool_size = 0; ///< connections of the node, 0: chosen
  std::chrono::milliseconds connect_timeout{5'000};
  /// Named prepared statements; off for poolers.
  bool prepare = true;
  /// Lookups of one plan that wait together become one statement.
  bool merge = true;
  /// Equal reads that wait together share one execution.
  bool coalesce = true;
};

/// Spawns the supervisor of all connections to a database. They introduce
/// themselves to `pools`, of which there is one for each reactor.
messages::supervisor_actor
spawn_datasource(caf::actor_system& sys, const datasource_options& options,
                 const std::vector<messages::pool_actor>& pools);

} // namespace troupe::actors
