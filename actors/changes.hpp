#pragma once

#include "actors/change_options.hpp"
#include "actors/datasource.hpp"
#include "messages/supervision.hpp"

#include <caf/actor_system.hpp>

#include <functional>

namespace troupe::actors {

/// Called with the change listener whenever one starts; subscribers join by it
/// (`subscribe_changes`).
using listener_started =
  std::function<void(const messages::change_listener_actor&)>;

/// Spawns the supervisor of what follows the changes of a database:
///
///     changes              rest_for_one
///     |- listener          reads, and hands over: `change_listener` or
///     |                    `replication_listener`
///     |- reader            a connection for statements, which listens for
///                          announcements
messages::supervisor_actor spawn_changes(caf::actor_system& sys,
                                         const datasource_options& database,
                                         const change_listener_options& options,
                                         const listener_started& started = {});

} // namespace troupe::actors
