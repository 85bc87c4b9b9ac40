#include "transport/http/places.hpp"

namespace troupe::transport {

size_t places::choose(size_t own) const noexcept {
  size_t best = own;
  for (size_t i = 0; i < counts_.size(); ++i)
    if (count(i) < count(best))
      best = i;
  return count(best) + 1 < count(own) ? best : own;
}

std::shared_ptr<void> places::take(size_t listener) {
  counts_[listener].value.fetch_add(1, std::memory_order_relaxed);
  return {nullptr, [keep = shared_from_this(), listener](void*) {
            keep->counts_[listener].value.fetch_sub(1,
                                                    std::memory_order_relaxed);
          }};
}

} // namespace troupe::transport
