#include "actors/supervision/restarts.hpp"

#include <algorithm>

namespace troupe::actors {

restarts::restarts(restart_limits limits, uint32_t seed)
  // Neighbouring seeds of this generator begin alike.
  : limits_(limits), random_(seed * 0x9e3779b9u) {
  // nop
}

std::optional<std::chrono::milliseconds>
restarts::next(steady::time_point now) {
  using std::chrono::milliseconds;
  while (!recent_.empty() && now - recent_.front() >= limits_.window)
    recent_.pop_front();
  if (recent_.size() >= limits_.most)
    return std::nullopt;
  auto before = recent_.size();
  recent_.push_back(now);
  ++count_;
  if (before == 0)
    return milliseconds{0};
  auto whole = limits_.first_backoff;
  for (size_t i = 1; i < before && whole < limits_.last_backoff; ++i)
    whole *= 2;
  whole = std::min(whole, limits_.last_backoff);
  std::uniform_int_distribution<milliseconds::rep> part{whole.count() / 2,
                                                        whole.count()};
  return milliseconds{part(random_)};
}

} // namespace troupe::actors
