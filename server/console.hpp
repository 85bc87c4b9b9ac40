#pragma once

#include "actors/answer_cache.hpp"
#include "telemetry/metrics.hpp"
#include "transport/http/routes.hpp"

#include <atomic>
#include <functional>
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
  /// Writes the schema as SDL; called at the first request for it.
  using sdl_writer = std::function<std::string()>;

  /// Without a writer nobody sees the schema.
  site(const site_options& options, sdl_writer sdl,
       std::shared_ptr<const telemetry::metrics> metrics);

  transport::reply answer(const transport::route_request& x) const;

  /// What `/admin/cache` shows and forgets; before anybody asks.
  void cache(std::shared_ptr<actors::answer_cache> x);

  /// Shows another schema at `/schema.graphql`.
  void schema(sdl_writer sdl);

  /// `/ready` says no from now on.
  void drain() noexcept;

private:
  transport::reply asset(const transport::route_request& x) const;

  bool admitted(const transport::route_request& x) const;

  site_options options_;
  std::shared_ptr<const telemetry::metrics> metrics_;
  std::shared_ptr<actors::answer_cache> kept_; ///< null: there is none
  std::atomic<bool> draining_{false};
  transport::reply sdl() const;

  mutable std::mutex mutex_; ///< of `write_` and `sdl_`
  sdl_writer write_;
  mutable std::shared_ptr<const std::string> sdl_; ///< null: not written yet
};

} // namespace troupe::server
