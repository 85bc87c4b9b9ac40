#pragma once

#include "cache/entry.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

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
/// every hit would have to put in order again. Not thread safe.
class shard {
public:
  explicit shard(const shard_limits& limits);

  /// Returns the entry of a key, compared in full, if it is not past its time
  /// and nothing that it depends on has changed.
  found_entry find(uint64_t hash, std::string_view key, uint32_t now,
                   const versions& changes);

  /// Keeps an entry, in the place of one with the same key. Returns that one,
  /// so that its memory need not be given back while others wait.
  entry_ptr put(uint64_t hash, entry_ptr x);

  /// Adds a packed form to an entry, if it is still here.
  bool pack(uint64_t hash, const entry_ptr& x, size_t coding, bytes&& data);

  /// Drops what is old among the `count` places from `from` on. Returns where
  /// to go on, 0 at the end.
  size_t sweep(size_t from, size_t count, uint32_t now,
               const versions& changes);

  tally counted() const noexcept {
    auto out = tally_;
    out.hits = hits_;
    return out;
  }

  void count_refused() noexcept {
    ++tally_.refused;
  }

  /// Bytes of its own tables.
  size_t overhead() const noexcept;

private:
  static constexpr size_t none = SIZE_MAX;

  /// A place in the table: open addressing, linear probing, no tombstones.
  struct place {
    entry_ptr entry;
    uint32_t tag = 0;
    uint32_t used = 0; ///< when for the last time, by `clock_`
  };

  /// The store chooses the shard by the lower half of the hash.
  static uint32_t tag_of(uint64_t hash) noexcept {
    return static_cast<uint32_t>(hash >> 32);
  }

  size_t lookup(uint32_t tag, std::string_view key) const noexcept;
  void insert(place x) noexcept;
  void drop(size_t at) noexcept;
  void evict() noexcept;
  void grow();
  bool old(const entry& x, uint32_t now,
           const versions& changes) const noexcept;

  size_t places() const noexcept {
    return size_t{mask_} + 1;
  }

  void make_table(size_t places);

  // What a hit touches comes first: with the lock before it (`store`) that is
  // one cache line, which is all that goes from one processor to another.
  std::unique_ptr<place[]> table_;
  uint32_t mask_ = 0;
  uint32_t clock_ = 0; ///< counts entries that came; hits only read it
  uint64_t hits_ = 0;
  uint32_t random_ = 1;
  tally tally_; ///< but for `hits`
  shard_limits limits_;
};

} // namespace troupe::cache
