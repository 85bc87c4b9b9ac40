#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace troupe::transport {

/// How many connections each listener of a node has. Who accepts one finds out
/// here who should serve it, so that reactors have as many, whichever of them
/// the kernel wakes.
class places : public std::enable_shared_from_this<places> {
public:
  explicit places(size_t listeners) : counts_(listeners) {
    // nop
  }

  /// Returns the listener with the fewest connections if it has at least two
  /// less than `own`, which then is better off without another; `own` if not.
  size_t choose(size_t own) const noexcept;

  /// Takes a place; it is given back with the last copy.
  std::shared_ptr<void> take(size_t listener);

  uint32_t count(size_t listener) const noexcept {
    return counts_[listener].value.load(std::memory_order_relaxed);
  }

private:
  struct alignas(64) counter {
    std::atomic<uint32_t> value{0};
  };

  std::vector<counter> counts_;
};

} // namespace troupe::transport
