#pragma once

#include "transport/http/routes.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

namespace troupe::server {

/// Everything that is served beside GraphQL: the console, health, the schema.
/// All reactors share it.
class site {
public:
  site(bool console, std::string sdl);

  transport::reply answer(const transport::route_request& x) const;

  /// Shows another schema at `/schema.graphql`.
  void schema(std::string sdl);

  /// `/ready` says no from now on.
  void drain() noexcept;

private:
  transport::reply asset(const transport::route_request& x) const;

  bool console_;
  std::atomic<bool> draining_{false};
  mutable std::mutex mutex_; ///< of `sdl_`
  std::shared_ptr<const std::string> sdl_;
};

} // namespace troupe::server
