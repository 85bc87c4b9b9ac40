#pragma once

#include "messages/type_ids.hpp"

#include <caf/typed_actor.hpp>

#include <cstdint>

/// The conversation between the server and its listeners.
namespace troupe::messages {

/// Tells a listener to accept nothing more, to finish what is in flight, and to
/// close idle connections.
struct drain {};

/// Answers `drain` and `count_connections`: connections that are still open.
struct open_connections {
  uint64_t count = 0;
};

struct count_connections {};

/// Protocol of a listener, one per reactor.
using listener_actor =
  caf::typed_actor<caf::replies_to<drain>::with<open_connections>,
                   caf::replies_to<count_connections>::with<open_connections>>;

} // namespace troupe::messages
