#pragma once

#include "actors/answer_cache.hpp"
#include "telemetry/metrics.hpp"
#include "transport/http/routes.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

namespace troupe::server {

struct site_options {
  bool console = true;
  /// Opens `/metrics` and `/admin` to others than this machine; empty: to
  /// nobody.
  std::string admin_token;
};

/// Everything that is served beside GraphQL: the console, health, the schema,
/// metrics. All reactors share it.
class site {
public:
  site(const site_options& options, std::string sdl,
       std::shared_ptr<const telemetry::metrics> metrics);

  transport::reply answer(const transport::route_request& x) const;

  /// What `/admin/cache` shows and forgets; before anybody asks.
  void cache(std::shared_ptr<actors::answer_cache> x);

  /// Shows another schema at `/schema.graphql`.
  void schema(std::string sdl);

  /// `/ready` says no from now on.
  void drain() noexcept;

private:
  transport::reply asset(const transport::route_request& x) const;

  bool admitted(const transport::route_request& x) const;

  site_options options_;
  std::shared_ptr<const telemetry::metrics> metrics_;
  std::shared_ptr<actors::answer_cache> kept_; ///< null: there is none
  std::atomic<bool> draining_{false};
  mutable std::mutex mutex_; ///< of `sdl_`
  std::shared_ptr<const std::string> sdl_;
};

} // namespace troupe::server
