#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "db/url.hpp"
#include "messages/sql.hpp"

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
  /// Point lookups that wait together become one statement.
  bool merge = true;
};

/// A database and the pools that lead to it, one for each reactor.
struct datasource {
  std::vector<messages::pool_actor> pools;
  /// All of them, to be ended after the pools.
  std::vector<messages::connection_actor> connections;
};

/// Spawns pools and connections for all reactors of the system.
datasource spawn_datasource(caf::actor_system& sys,
                            const datasource_options& options);

} // namespace troupe::actors
