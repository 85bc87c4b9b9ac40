#pragma once

#include "messages/type_ids.hpp"

#include <caf/message.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// The conversation with a supervisor.
namespace troupe::messages {

/// Asks a supervisor for its children.
struct describe_children {};

enum class child_state : uint8_t {
  running,
  stopping, ///< told to exit, not gone yet
  waiting,  ///< gone, to be started again
  ended,    ///< gone for good
};

struct child_status {
  std::string name;
  messages::child_state state = messages::child_state::running;
  uint64_t restarts = 0;
  /// How it ended last; empty if it never did.
  std::string last_exit;
};

/// Answers `describe_children`, in the order of their start.
struct children {
  std::vector<child_status> list;
};

/// Passes a message on to the children of a kind, `query` for `query/0`,
/// `query/1`, whoever they are by now.
struct tell_children {
  std::string kind;
  caf::message what;
};

/// A supervisor to itself: a child's time to be started again has come.
struct restart_due {
  size_t child = 0;
};

/// A supervisor to itself: a child that was told to exit has had its time.
struct stop_due {
  size_t child = 0;
  uint64_t generation = 0;
};

/// Protocol of a supervisor. It ends its children, last first, before it ends
/// itself.
using supervisor_actor =
  caf::typed_actor<caf::replies_to<describe_children>::with<children>,
                   caf::reacts_to<tell_children>, caf::reacts_to<restart_due>,
                   caf::reacts_to<stop_due>>;

} // namespace troupe::messages
