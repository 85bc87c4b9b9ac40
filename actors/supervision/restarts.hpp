#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <random>

namespace troupe::actors {

/// When restarts are too many, and how long to wait before the next.
struct restart_limits {
  /// More restarts than this within `window`, and the supervisor gives up.
  size_t most = 10;
  std::chrono::milliseconds window{60'000};
  /// Wait before the second restart in a window; it doubles with each. The
  /// first one is immediate.
  std::chrono::milliseconds first_backoff{50};
  std::chrono::milliseconds last_backoff{5'000};
};

/// Counts the restarts of one child and spaces them: exponential backoff, of
/// which a random half is taken off so that many who fail together do not come
/// back together.
class restarts {
public:
  explicit restarts(restart_limits limits, uint32_t seed);

  /// Notes a failure at `now`; returns how long to wait before the restart, or
  /// nothing if it was one too many.
  std::optional<std::chrono::milliseconds> next(steady::time_point now);

  /// Restarts granted so far, ever.
  uint64_t count() const noexcept {
    return count_;
  }

private:
  restart_limits limits_;
  std::minstd_rand random_;
  std::deque<steady::time_point> recent_;
  uint64_t count_ = 0;
};

} // namespace troupe::actors
