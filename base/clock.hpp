#pragma once

#include <chrono>

namespace troupe {

/// The clock of deadlines and durations.
using steady = std::chrono::steady_clock;

/// When a request must have been answered. `steady::time_point::max()` means
/// never.
using deadline = steady::time_point;

} // namespace troupe
