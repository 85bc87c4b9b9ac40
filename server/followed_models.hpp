#pragma once

#include "actors/change_decoder.hpp"
#include "server/tree.hpp"

#include <memory>

namespace troupe::server {

/// Returns what tells the models of tables, from the schema that is in use when
/// it is asked. For one thread.
actors::model_finder followed_models(std::shared_ptr<engine_slot> engine);

} // namespace troupe::server
