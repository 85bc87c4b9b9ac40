#pragma once

#include <array>
#include <atomic>
#include <cstddef>

namespace troupe::cache {

/// What one thread is looking at without a lock, so that nobody gives its
/// memory back meanwhile (a hazard pointer: M. Michael, "Hazard Pointers",
/// 2004). A thread that reads says where it looks and then makes sure that it
/// is still there; who took something away gives back what no thread looks at.
class watcher {
public:
  /// Threads that can look at the same time.
  static constexpr size_t most = 256;

  /// Returns that of this thread; null: there are more threads than that.
  static watcher* mine() noexcept {
    return mine_ != nullptr ? mine_ : take();
  }

  /// Between 0 and `most`, no two threads have the same at a time.
  size_t number() const noexcept {
    return number_;
  }

  /// In one order with all other `seq_cst` operations: whoever removes `x`
  /// after this thread has found it in its place sees that it is looked at.
  void look_at(const void* x) noexcept {
    at_.store(x, std::memory_order_seq_cst);
  }

  void look_away() noexcept {
    at_.store(nullptr, std::memory_order_release);
  }

private:
  friend class watched;
  struct seat;
  struct all;

  static watcher* take() noexcept;

  static constinit thread_local watcher* mine_;

  std::atomic<const void*> at_{nullptr};
  std::atomic<bool> taken_{false};
  size_t number_ = 0;
};

/// What all threads look at. What was removed before this was made and is not
/// in it, nobody looks at any more.
class watched {
public:
  watched() noexcept;

  bool contains(const void* x) const noexcept;

private:
  std::array<const void*, watcher::most> all_;
  size_t count_ = 0;
};

} // namespace troupe::cache
