#pragma once

#include "messages/changes.hpp"
#include "messages/sql.hpp"
#include "messages/type_ids.hpp"

#include <caf/typed_actor.hpp>

/// The conversation with who keeps the answers of a node up to date.
namespace troupe::messages {

/// The clock of a cache keeper: one beat a second, and further slices of a
/// sweep in between.
struct cache_tick {
  bool beat = false;
};

/// Tells which change listener to ask how it is.
struct use_listener {
  change_listener_actor listener;
};

/// Protocol of the cache keeper, one per node. It hears of changes, and counts
/// them where all reactors see it.
using cache_keeper_actor =
  change_subscriber::extend<caf::reacts_to<cache_tick>,
                            caf::reacts_to<use_listener>,
                            caf::reacts_to<use_pool>>;

} // namespace troupe::messages
