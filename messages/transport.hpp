#pragma once

#include "messages/query.hpp"
#include "messages/type_ids.hpp"

#include <caf/typed_actor.hpp>

#include <memory>
#include <vector>

/// The conversation between the server and its listeners.
namespace troupe::messages {

/// Tells a listener which query actor to ask from now on.
struct use_query {
  query_actor query;
};

/// A connection on its way from the listener that accepted it to the one that
/// serves it. Whoever takes it takes `handle` out; otherwise it is closed.
struct accepted_connection {
  accepted_connection() = default;
  accepted_connection(const accepted_connection&) = delete;
  accepted_connection& operator=(const accepted_connection&) = delete;
  ~accepted_connection();

  int handle = -1;
  /// Its place among the connections of the listener it goes to.
  std::shared_ptr<void> place;
};

struct adopt_connection {
  std::shared_ptr<accepted_connection> connection;
};

using adopting_actor = caf::typed_actor<caf::reacts_to<adopt_connection>>;

/// Tells a listener who the others are, in the order of their reactors; null
/// where there is none now.
struct use_listeners {
  std::vector<adopting_actor> all;
};

/// Protocol of a listener, one per reactor. Told to exit, it accepts nothing
/// more, closes idle connections, and ends with the last answer in flight.
using listener_actor =
  caf::typed_actor<caf::reacts_to<use_query>, caf::reacts_to<use_listeners>,
                   caf::reacts_to<adopt_connection>>;

} // namespace troupe::messages
