#pragma once

#include "telemetry/stats.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace troupe::telemetry {

/// Every metric of a node. Blocks are asked for once, when an actor starts, and
/// then belong to it; a restarted one gets the block of its predecessor. Any
/// thread may call anything.
class metrics {
public:
  std::shared_ptr<actor_stats> actor(std::string_view name, size_t reactor);
  std::shared_ptr<request_stats> requests(size_t reactor);
  std::shared_ptr<connection_stats> connection(std::string_view database,
                                               size_t reactor, size_t number);
  std::shared_ptr<pool_stats> pool(size_t reactor);

  std::shared_ptr<change_stats> changes();

  /// Sets where the figures of the cache come from; before anybody scrapes.
  void cache(std::function<cache_figures()> source);

  /// Returns all in the text format of Prometheus (version 0.0.4).
  std::string scrape() const;

  /// `{"actors":[...]}` for people and tools.
  std::string actors_json() const;

  /// `{"pools":[...]}`
  std::string pools_json() const;

private:
  template <class T>
  using blocks = std::vector<std::shared_ptr<T>>;

  mutable std::mutex mutex_; ///< of the lists, not of what they hold
  blocks<actor_stats> actors_;
  blocks<request_stats> requests_;
  blocks<connection_stats> connections_;
  blocks<pool_stats> pools_;
  std::shared_ptr<change_stats> changes_; ///< null: nobody follows any
  std::function<cache_figures()> cache_;
};

} // namespace troupe::telemetry
