#include "cache/watched.hpp"

#include <algorithm>

namespace troupe::cache {

constinit thread_local watcher* watcher::mine_ = nullptr;

/// Those of all threads, each in a cache line of its own.
struct watcher::all {
  struct alignas(64) line {
    watcher one;
  };

  line lines[most];
  std::atomic<size_t> used{0}; ///< none behind was ever taken

  static constinit all here;
};

constinit watcher::all watcher::all::here;

/// Is left when the thread ends.
struct watcher::seat {
  ~seat() {
    mine_ = nullptr;
    if (one != nullptr)
      one->taken_.store(false, std::memory_order_release);
  }

  watcher* one = nullptr;
};

watcher* watcher::take() noexcept {
  auto& everybody = all::here;
  for (size_t i = 0; i < most; ++i) {
    auto& x = everybody.lines[i].one;
    bool expected = false;
    if (x.taken_.load(std::memory_order_relaxed)
        || !x.taken_.compare_exchange_strong(expected, true))
      continue;
    auto used = everybody.used.load();
    while (used < i + 1 && !everybody.used.compare_exchange_weak(used, i + 1)) {
      // nop
    }
    x.number_ = i;
    static thread_local seat leaving;
    leaving.one = &x;
    return mine_ = &x;
  }
  return nullptr;
}

watched::watched() noexcept {
  const auto& everybody = watcher::all::here;
  auto used = everybody.used.load(std::memory_order_seq_cst);
  for (size_t i = 0; i < used; ++i)
    if (const auto* x =
          everybody.lines[i].one.at_.load(std::memory_order_seq_cst))
      all_[count_++] = x;
}

bool watched::contains(const void* x) const noexcept {
  const auto* end = all_.data() + count_;
  return std::find(all_.data(), end, x) != end;
}

} // namespace troupe::cache
