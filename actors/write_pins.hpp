#pragma once

#include "base/clock.hpp"

#include <array>
#include <atomic>
#include <cstdint>

namespace troupe::actors {

/// Which clients wrote a moment ago and must not read from a replica yet. All
/// reactors share it. Clients are hashes, of which several may share a slot:
/// then one reads from the primary that need not.
class write_pins {
public:
  explicit write_pins(std::chrono::milliseconds how_long)
    : how_long_(how_long) {
    // nop
  }

  void pin(uint64_t client, steady::time_point now) noexcept {
    slot(client).store((now + how_long_).time_since_epoch().count(),
                       std::memory_order_relaxed);
  }

  bool pinned(uint64_t client, steady::time_point now) noexcept {
    return slot(client).load(std::memory_order_relaxed)
           > now.time_since_epoch().count();
  }

private:
  std::atomic<int64_t>& slot(uint64_t client) noexcept {
    return until_[(client * 0x9e3779b97f4a7c15u) >> 52];
  }

  std::chrono::milliseconds how_long_;
  std::array<std::atomic<int64_t>, 4096> until_{};
};

} // namespace troupe::actors
