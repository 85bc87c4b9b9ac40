#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <unordered_set>
#include <vector>

namespace troupe::cache {

/// What changed and has to be said to the second level: a counter stays here
/// until it is known to have been heard of, however often the connection is
/// lost. Bounded: of very many changes it remembers only that everything did.
/// Any thread may add; one at a time takes.
class remote_changes {
public:
  /// Stands for all counters together.
  static constexpr uint32_t everything = UINT32_MAX;

  /// Remembers more than so many counters as `everything`.
  static constexpr size_t most = 4'096;

  /// Sets who is told that there is something to say, with no lock held.
  void wake(std::function<void()> x);

  void add(uint32_t slot);

  /// Returns what was not said yet; it counts as said from now on.
  std::vector<uint32_t> take();

  /// The first `count` of those that were said were heard of.
  void heard(size_t count);

  /// What was said and not heard of has to be said again.
  void lost();

  /// Whether everything was heard of.
  bool settled() const;

private:
  void put(uint32_t slot);

  mutable std::mutex mutex_;
  std::function<void()> wake_;
  std::unordered_set<uint32_t> due_;
  std::deque<uint32_t> said_;
};

} // namespace troupe::cache
