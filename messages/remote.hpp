#pragma once

#include "base/bytes.hpp"
#include "messages/type_ids.hpp"

#include <caf/typed_actor.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// The conversation with the second level of the cache, which nodes share.
namespace troupe::messages {

/// Asks for what is kept under a name, and for the marks of the counters that
/// it depends on: whoever reads the database next keeps its answer under them.
struct find_remote {
  std::string name;
  std::vector<uint32_t> slots;
};

/// Answers `find_remote`, always. Without marks nothing may be kept.
struct remote_found {
  std::shared_ptr<const std::string> value; ///< null: there is none
  std::vector<uint64_t> marks; ///< of everything, then of each counter
  uint32_t left = 0;           ///< milliseconds that the value still has
};

/// Gives an answer to be kept. Nobody hears whether it was.
struct keep_remote {
  std::string name;
  std::shared_ptr<const bytes> value;
  uint32_t seconds = 0;
};

/// Something changed that has to be said, or a second went by.
struct remote_tick {
  bool beat = false;
};

/// Protocol of the second level, one actor per node.
using remote_actor =
  caf::typed_actor<caf::replies_to<find_remote>::with<remote_found>,
                   caf::reacts_to<keep_remote>, caf::reacts_to<remote_tick>>;

/// Tells which second level to ask.
struct use_remote {
  remote_actor remote;
};

} // namespace troupe::messages
