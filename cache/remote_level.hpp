#pragma once

#include "base/clock.hpp"
#include "cache/remote_changes.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace troupe::cache {

struct remote_options {
  /// How long a look-up may take. Then it was a miss.
  std::chrono::milliseconds timeout{20};
  size_t entry_bytes = 256 * 1024; ///< larger ones are not put there
  /// How far behind the change log nodes may be that give answers.
  std::chrono::milliseconds most_behind{10'000};
  /// Deployments with one database but different answers have their own.
  std::string name_space;
};

/// What all actors of a node know of the second level.
struct remote_level {
  explicit remote_level(remote_options x) : options(std::move(x)) {
    // nop
  }

  remote_options options;
  remote_changes changes;
  /// Whether it is worth asking.
  std::atomic<bool> usable{false};
  std::atomic<uint64_t> hits{0};
  std::atomic<uint64_t> misses{0};
  /// Of the misses: something that nobody can read, or another key's.
  std::atomic<uint64_t> foreign{0};
  std::atomic<uint64_t> late{0}; ///< of the misses: not answered in time
  std::atomic<uint64_t> kept{0};
  std::atomic<uint64_t> refused{0};  ///< not put: it had no room, or too large
  std::atomic<uint64_t> told{0};     ///< changes that were said
  std::atomic<uint64_t> failures{0}; ///< connections lost or refused
  /// Up to when the node has read the change log.
  std::atomic<steady::time_point> current{steady::time_point{}};

  /// Which database the answers are of, and as whom they were read. Null until
  /// it is known: nothing is given or kept.
  std::shared_ptr<const std::string> database() const {
    return database_.load(std::memory_order_acquire);
  }

  void database(std::shared_ptr<const std::string> x) {
    database_.store(std::move(x), std::memory_order_release);
  }

private:
  std::atomic<std::shared_ptr<const std::string>> database_;
};

} // namespace troupe::cache
