#pragma once

#include "cache/entry.hpp"
#include "cache/watched.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace troupe::cache {

struct shard_limits {
  size_t entries = 50'000;
  size_t bytes = 256 * 1024 * 1024;
  /// Seconds after its time during which an answer may still be given while
  /// it is read again.
  uint32_t grace = 0;
};

/// What was counted, of one shard or of all.
struct tally {
  uint64_t hits = 0;
  uint64_t late_hits = 0; ///< of the hits: past their time
  uint64_t misses = 0;
  uint64_t expired = 0;  ///< of the misses: there was one past its time
  uint64_t outdated = 0; ///< of the misses: what was there had changed
  uint64_t kept = 0;
  uint64_t refused = 0; ///< not kept: too large, or changed meanwhile
  uint64_t evicted = 0; ///< for room
  uint64_t swept = 0;   ///< because they were old
  uint64_t entries = 0;
  uint64_t bytes = 0;

  tally& operator+=(const tally& x) noexcept;
};

struct found_entry {
  entry_ptr entry; ///< null: nothing that may be given
  /// Past its time: whoever is told this reads it again.
  bool refresh = false;
};

/// Entries by key, bounded in number and bytes. For room the least recently
/// used of a random handful goes (as in Redis): no list of all of them that
/// every hit would have to put in order again.
///
/// One thread at a time changes it; `glance` needs no lock. What is dropped is
/// handed out by `dropped`, and given back when nobody looks at it any more.
class shard {
public:
  /// What a look without a lock saw.
  enum class seen : uint8_t {
    entry,
    nothing,
    unclear ///< it is old, or was just moved: `find` knows
  };

  struct glanced {
    seen what = seen::nothing;
    entry_ptr entry;
  };

  explicit shard(const shard_limits& limits);

  ~shard();

  shard(const shard&) = delete;
  shard& operator=(const shard&) = delete;

  /// Returns the entry of a key, compared in full, if it is not past its time
  /// and nothing that it depends on has changed. Counts nothing. Any thread, at
  /// any time, with a watcher of its own.
  glanced glance(uint64_t hash, std::string_view key, uint32_t now,
                 const versions& changes, watcher& me) const noexcept;

  /// The same, and counts it. Drops what is old.
  found_entry find(uint64_t hash, std::string_view key, uint32_t now,
                   const versions& changes);

  /// Keeps an entry, in the place of one with the same key.
  void put(uint64_t hash, entry_ptr x);

  /// Adds a packed form to an entry, if it is still here.
  bool pack(uint64_t hash, const entry_ptr& x, size_t coding, bytes&& data);

  /// Drops what is old among the `count` places from `from` on. Returns where
  /// to go on, 0 at the end.
  size_t sweep(size_t from, size_t count, uint32_t now,
               const versions& changes);

  /// Returns what was dropped, if it has become too much; with `all` however
  /// little it is. It must outlive every look that began before (`watched`).
  std::vector<entry_ptr> dropped(bool all);

  /// Takes back what of it somebody still looks at.
  void still_seen(std::vector<entry_ptr> x);

  tally counted() const noexcept {
    return tally_;
  }

  void count_refused() noexcept {
    ++tally_.refused;
  }

  /// Bytes of its own tables.
  size_t overhead() const noexcept;

private:
  static constexpr size_t none = SIZE_MAX;

  /// A place in the table, of which a thread may read and another write:
  /// address of an entry, a multiple of 16 below 2^48, and 20 bits of the hash
  /// in what that leaves. 0: it is empty. Open addressing, linear probing, no
  /// tombstones.
  using place = uint64_t;

  static constexpr int tag_bits = 20;
  static constexpr size_t most_places = size_t{1} << tag_bits;

  /// The store chooses the shard by the lower bits of the hash.
  static uint32_t tag_of(uint64_t hash) noexcept {
    return static_cast<uint32_t>(hash >> (64 - tag_bits));
  }

  static uint32_t tag_in(place x) noexcept {
    return static_cast<uint32_t>(x & 15) | static_cast<uint32_t>(x >> 48) << 4;
  }

  static entry* entry_in(place x) noexcept {
    return reinterpret_cast<entry*>(x & 0xffff'ffff'fff0);
  }

  static place made_of(entry* x, uint32_t tag) noexcept {
    return reinterpret_cast<uintptr_t>(x) | (tag & 15)
           | static_cast<place>(tag >> 4) << 48;
  }

  place at(size_t i) const noexcept {
    return places_[i].load(std::memory_order_relaxed);
  }

  size_t lookup(uint32_t tag, std::string_view key) const noexcept;
  void replace(size_t at, entry_ptr x);
  void insert(uint32_t tag, entry_ptr x) noexcept;
  void drop(size_t at);
  void retire(entry* x);
  void evict();
  void used_now(size_t at) const noexcept;
  void count_put() noexcept;
  bool old(const entry& x, uint32_t now,
           const versions& changes) const noexcept;

  // What a look reads stands in lines that puts do not write to.
  std::unique_ptr<std::atomic<place>[]> places_;
  /// For each place when it was last used, by `clock_`.
  std::unique_ptr<std::atomic<uint8_t>[]> used_;
  size_t mask_ = 0;

  /// Odd while entries are moved: who finds nothing then may have missed one.
  alignas(64) std::atomic<uint32_t> moves_{0};
  /// Goes on with every 64th part of what is here that comes anew: hits write
  /// only when it has gone on.
  std::atomic<uint8_t> clock_{0};

  alignas(64) uint32_t random_ = 1;
  uint64_t puts_ = 0; ///< since the clock went on
  tally tally_;
  shard_limits limits_;
  std::vector<entry_ptr> dropped_;
  size_t dropped_bytes_ = 0;
};

} // namespace troupe::cache
