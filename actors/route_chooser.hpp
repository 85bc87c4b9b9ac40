#pragma once

#include "messages/sql.hpp"

#include <cstddef>
#include <memory>
#include <utility>

namespace troupe::actors {

/// Chooses a connection for a statement: one after the other. The query actor
/// has one of these instead of a pool between itself and each connection.
class route_chooser {
public:
  explicit route_chooser(size_t first) : next_(first) {
    // nop
  }

  void use(std::shared_ptr<const messages::routes> x) {
    routes_ = std::move(x);
  }

  void clear() {
    routes_.reset();
  }

  /// Returns null if there is no connection now.
  const messages::connection_actor* choose(bool writes) {
    if (routes_ == nullptr)
      return nullptr;
    const auto& from = writes ? routes_->writers : routes_->readers;
    return from.empty() ? nullptr : &from[next_++ % from.size()];
  }

private:
  std::shared_ptr<const messages::routes> routes_;
  size_t next_;
};

} // namespace troupe::actors
