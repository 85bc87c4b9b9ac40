#pragma once

#include "messages/query.hpp"
#include "messages/type_ids.hpp"

#include <caf/typed_actor.hpp>

/// The conversation between the server and its listeners.
namespace troupe::messages {

/// Tells a listener which query actor to ask from now on.
struct use_query {
  query_actor query;
};

/// Protocol of a listener, one per reactor. Told to exit, it accepts nothing
/// more, closes idle connections, and ends with the last answer in flight.
using listener_actor = caf::typed_actor<caf::reacts_to<use_query>>;

} // namespace troupe::messages
