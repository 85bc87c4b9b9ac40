#pragma once

#include "actors/reactor/scheduler.hpp"
#include "messages/cache.hpp"
#include "messages/changes.hpp"
#include "messages/query.hpp"
#include "messages/supervision.hpp"
#include "messages/transport.hpp"

#include <caf/actor_system_config.hpp>

namespace troupe::tests {

/// An actor system on one reactor, with all our messages.
struct config : caf::actor_system_config {
  config() {
    load<actors::reactor_scheduler>();
    set("scheduler.max-threads", size_t{1});
    add_message_types<caf::id_block::troupe_messages>();
  }
};

} // namespace troupe::tests
