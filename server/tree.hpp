#pragma once

#include "actors/answer_cache.hpp"
#include "actors/cache_keeper.hpp"
#include "actors/change_options.hpp"
#include "actors/datasource.hpp"
#include "actors/pool.hpp"
#include "actors/remote_cache.hpp"
#include "actors/write_pins.hpp"
#include "messages/query.hpp"
#include "messages/supervision.hpp"
#include "messages/transport.hpp"
#include "runtime/engine.hpp"
#include "transport/http/listener.hpp"

#include <caf/actor_system.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace troupe::server {

/// What the actors of a node are made from.
struct tree_plan {
  actors::pool_options pool;
  actors::datasource_options database;
  /// How to follow the change log; without, it is not followed.
  std::optional<actors::change_listener_options> changes;
  /// Answers that the node keeps; null: none.
  std::shared_ptr<actors::answer_cache> kept;
  actors::cache_keeper_options keeper;
  actors::remote_cache_options remote;
  transport::http_options http;
  /// Where actors count; lives longer than they do.
  std::shared_ptr<telemetry::metrics> metrics =
    std::make_shared<telemetry::metrics>();
  /// Who must not read from replicas yet; null: there are none.
  std::shared_ptr<actors::write_pins> pins;
  transport::route_handler routes;
  /// The listening socket; every listener takes a duplicate. It stays open as
  /// long as the tree, for listeners that are restarted.
  int listen_handle = -1;
  std::chrono::milliseconds drain_timeout{10'000};
};

/// The schema that query actors begin with.
using engine_slot = std::atomic<std::shared_ptr<const runtime::engine>>;

/// Starts the supervision tree of a node:
///
///     node                 one_for_one
///     |- pool/0 ...        one for each reactor
///     |- datasource        one_for_one: connection/0 ...
///     |- cache             what keeps the answers up to date
///     |- remote            answers that nodes share
///     |- changes           rest_for_one: listener, reader
///     |- query/0 ...       one for each reactor
///     |- listener/0 ...    one for each reactor, with its sessions
///
/// Whoever is restarted is introduced to those that need it. Told to exit, the
/// tree ends last first: the listeners answer what is in flight, then the
/// others go.
messages::supervisor_actor grow(caf::actor_system& sys, tree_plan plan,
                                std::shared_ptr<engine_slot> engine);

} // namespace troupe::server
