#pragma once

#include "cache/operations.hpp"
#include "cache/shard.hpp"
#include "cache/versions.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::cache {

struct store_options {
  size_t entries = 50'000;
  size_t bytes = 256 * 1024 * 1024;
  size_t entry_bytes = 1024 * 1024; ///< larger answers are not kept
  uint32_t ttl = 24 * 3'600;        ///< seconds
  uint32_t grace = 0;               ///< seconds, see `shard_limits`
  bool lists = true;                ///< whether answers with lists are kept
};

/// What an answer was about to be read from, noted before the first statement
/// is sent.
struct reading {
  std::vector<dependency> dependencies;
  uint16_t epoch = 0;

  /// Takes off what the answer turned out not to depend on. A counter may stand
  /// there for something else too: for each slot one goes.
  void without(std::span<const uint32_t> slots);
};

/// The answers that a node keeps, for all of its reactors. A hit takes no lock
/// and writes to nothing that others read but the count of those who hold the
/// entry; who keeps one takes the lock of one shard. Nobody waits for another
/// reactor's turn, and nothing is kept twice. Any thread may call anything.
class store {
public:
  explicit store(const store_options& options);

  const store_options& options() const noexcept {
    return options_;
  }

  /// What changes. Counting here is all it takes to make answers old.
  versions& changes() noexcept {
    return changes_;
  }

  cache::operations& operations() noexcept {
    return operations_;
  }

  /// Seconds, for `now` and `born`.
  static uint32_t seconds(std::chrono::steady_clock::time_point x) noexcept;

  /// Whether answers may be given and kept. Not while changes of others cannot
  /// be heard of.
  bool open() const noexcept {
    return open_.load(std::memory_order_relaxed);
  }

  void open(bool x) noexcept {
    open_.store(x, std::memory_order_relaxed);
  }

  /// Number of the schema that is served; part of every key.
  uint32_t generation() const noexcept {
    return generation_.load(std::memory_order_acquire);
  }

  /// Another schema is served: what is kept is for nobody any more.
  void next_generation() noexcept;

  found_entry find(uint64_t hash, std::string_view key, uint32_t now);

  /// Notes what the counters say now.
  reading begin(std::span<const uint32_t> slots) const;

  /// Keeps an answer unless something that it was read from has changed since
  /// `from` was noted, or it is too large. Returns whether it is kept.
  bool put(uint64_t hash, const entry_parts& x);

  /// Adds a packed form of a body.
  void pack(uint64_t hash, const entry_ptr& x, size_t coding, bytes&& data);

  /// Drops what is old, a slice at a time: other keys are not stopped for
  /// longer. One thread at a time. Returns whether this was the last slice of
  /// a round.
  bool sweep(uint32_t now);

  /// Returns the counts of all shards together.
  tally counted() const;

  /// Memory taken for entries and tables, used or not.
  size_t reserved() const;

private:
  static constexpr size_t shards = 16;

  struct guarded {
    explicit guarded(const shard_limits& limits) : shard(limits) {
      // nop
    }

    cache::shard shard;
    mutable std::mutex mutex;
  };

  /// What one thread saw without a lock.
  struct alignas(64) count {
    std::atomic<uint64_t> hits{0};
    std::atomic<uint64_t> misses{0};
  };

  guarded& of(uint64_t hash) noexcept {
    return all_[hash % shards];
  }

  template <size_t... Numbers>
  static std::array<guarded, shards> made(const store_options& options,
                                          std::index_sequence<Numbers...>);

  void give_back(guarded& from, std::vector<entry_ptr> all);

  store_options options_;
  versions changes_;
  cache::operations operations_;
  std::atomic<bool> open_{true};
  std::atomic<uint32_t> generation_{0};
  slab memory_; ///< outlives the entries
  std::array<guarded, shards> all_;
  std::unique_ptr<count[]> counts_; ///< by number of the watcher
  size_t swept_shard_ = 0;
  size_t swept_place_ = 0;
};

} // namespace troupe::cache
