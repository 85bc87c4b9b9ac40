#pragma once

#include "actors/replication_setup.hpp"
#include "plan/types.hpp"
#include "telemetry/stats.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace troupe::actors {

/// Where changes are read.
enum class change_source : uint8_t {
  log,         ///< the table that mutations and triggers write
  replication, ///< PostgreSQL's own log, by logical replication
};

struct change_listener_options {
  plan::dialect dialect = plan::dialect::postgres;
  change_source source = change_source::log;
  /// How often to look without having been told.
  std::chrono::milliseconds poll_interval{1'000};
  /// Most changes of one batch.
  size_t batch = 500;
  /// Under which name the position is kept; one for each node.
  std::string cursor = "default";
  /// How long the log is kept; 0: for ever.
  std::chrono::milliseconds retention{7 * 24 * 3'600'000LL};
  /// What to follow by replication.
  replication_options replication = {};
  model_finder models = [](auto, auto, bool) -> std::optional<followed_model> {
    return std::nullopt;
  };
  std::shared_ptr<telemetry::change_stats> stats =
    std::make_shared<telemetry::change_stats>();
};

} // namespace troupe::actors
