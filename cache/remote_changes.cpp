#include "cache/remote_changes.hpp"

#include <algorithm>
#include <utility>

namespace troupe::cache {

void remote_changes::wake(std::function<void()> x) {
  std::lock_guard guard{mutex_};
  wake_ = std::move(x);
}

void remote_changes::put(uint32_t slot) {
  if (due_.contains(everything))
    return;
  if (slot == everything || due_.size() >= most) {
    due_.clear();
    slot = everything;
  }
  due_.insert(slot);
}

void remote_changes::add(uint32_t slot) {
  std::function<void()> wake;
  {
    std::lock_guard guard{mutex_};
    if (due_.empty())
      wake = wake_;
    put(slot);
  }
  if (wake)
    wake();
}

std::vector<uint32_t> remote_changes::take() {
  std::lock_guard guard{mutex_};
  std::vector<uint32_t> out{due_.begin(), due_.end()};
  due_.clear();
  said_.insert(said_.end(), out.begin(), out.end());
  return out;
}

void remote_changes::heard(size_t count) {
  std::lock_guard guard{mutex_};
  count = std::min(count, said_.size());
  said_.erase(said_.begin(), said_.begin() + static_cast<ptrdiff_t>(count));
}

void remote_changes::lost() {
  std::lock_guard guard{mutex_};
  for (auto x : std::exchange(said_, {}))
    put(x);
}

bool remote_changes::settled() const {
  std::lock_guard guard{mutex_};
  return due_.empty() && said_.empty();
}

} // namespace troupe::cache
