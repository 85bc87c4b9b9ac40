#pragma once

#include "messages/sql.hpp"

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace troupe::actors {

/// Chooses a connection for a statement: one after the other, but never the
/// busier of two neighbours, so that nothing queues up behind a slow one. The
/// query actor has one of these instead of a pool between itself and each
/// connection.
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

  /// How many statements of one request each connection has been given. What a
  /// connection has to do shows only when they arrive there.
  using given = std::vector<uint32_t>;

  /// Returns null if there is no connection now. What is `fresh` must see the
  /// last write. Statements of one request go to as many connections as there
  /// are, so that they run at the same time; `among` is theirs.
  const messages::connection_actor* choose(bool writes, bool fresh,
                                           given* among = nullptr) {
    if (routes_ == nullptr)
      return nullptr;
    const auto& from = writes  ? routes_->writers
                       : fresh ? routes_->fresh
                               : routes_->readers;
    if (from.empty())
      return nullptr;
    if (among != nullptr)
      return &from[least(from, *among)].connection;
    const auto& first = from[next_++ % from.size()];
    const auto& second = from[next_ % from.size()];
    return load_of(second) < load_of(first) ? &second.connection
                                            : &first.connection;
  }

private:
  size_t least(const std::vector<messages::route>& from, given& among) {
    among.resize(from.size());
    auto best = next_++ % from.size();
    for (size_t i = 0; i < from.size(); ++i) {
      auto at = (next_ + i) % from.size();
      if (load_of(from[at]) + among[at] < load_of(from[best]) + among[best])
        best = at;
    }
    ++among[best];
    return best;
  }

  static uint32_t load_of(const messages::route& x) noexcept {
    return x.load == nullptr ? 0 : x.load->load(std::memory_order_relaxed);
  }

  std::shared_ptr<const messages::routes> routes_;
  size_t next_;
};

} // namespace troupe::actors
