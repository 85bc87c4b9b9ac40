#include "cache/shard.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace troupe::cache {

namespace {

/// Whoever reads an entry again may fail; after so many seconds another may.
constexpr uint32_t patience = 10;
constexpr uint32_t asked_mask = 63;

/// Of so many entries the least recently used one goes.
constexpr int sample = 16;

constexpr size_t line = 64; ///< bytes of the processor's cache

/// So much that was dropped waits to be given back together: to see who looks
/// where costs a few cache lines.
constexpr size_t most_dropped = 32;
constexpr size_t dropped_part = 64; ///< of the budget in bytes, at the most

} // namespace

tally& tally::operator+=(const tally& x) noexcept {
  hits += x.hits;
  late_hits += x.late_hits;
  misses += x.misses;
  expired += x.expired;
  outdated += x.outdated;
  kept += x.kept;
  refused += x.refused;
  evicted += x.evicted;
  swept += x.swept;
  entries += x.entries;
  bytes += x.bytes;
  return *this;
}

shard::shard(const shard_limits& limits) : limits_(limits) {
  auto most = std::min(limits_.entries, limits_.bytes / sizeof(entry));
  most = std::clamp<size_t>(most, 1, most_places / 8 * 7);
  limits_.entries = most;
  // As dense as probing stays short. All of it from the beginning: a table that
  // grows is another one, and who looks would have to find out.
  auto places = std::bit_ceil(std::max(most * 8 / 7, most + 1));
  places_ = std::make_unique<std::atomic<place>[]>(places);
  used_ = std::make_unique<std::atomic<uint8_t>[]>(places);
  mask_ = places - 1;
}

/// Nobody looks any more.
shard::~shard() {
  for (size_t i = 0; i <= mask_; ++i)
    entry_ptr::adopt(entry_in(at(i)));
}

shard::glanced shard::glance(uint64_t hash, std::string_view key, uint32_t now,
                             const versions& changes,
                             watcher& me) const noexcept {
  auto tag = tag_of(hash);
  auto moves = moves_.load(std::memory_order_acquire);
  auto i = tag & mask_;
  auto x = places_[i].load(std::memory_order_acquire);
  for (; x != 0; x = places_[i].load(std::memory_order_acquire)) {
    if (tag_in(x) == tag) {
      auto* e = entry_in(x);
      // Where the key is stands in the first line; most are in the second,
      // which so comes at the same time. It may be gone: that does no harm.
      __builtin_prefetch(e);
      __builtin_prefetch(reinterpret_cast<const char*>(e) + line);
      me.look_at(e);
      glanced out{seen::unclear, {}};
      bool there = places_[i].load(std::memory_order_seq_cst) == x;
      bool same = there && e->key() == key;
      if (same && e->fits(now)
          && changes.current(e->dependencies(), e->epoch())) {
        out = {seen::entry, entry_ptr{e}};
        used_now(i);
      }
      me.look_away();
      if (same || !there)
        return out;
    }
    i = (i + 1) & mask_;
  }
  // Loads that acquire stay in order: what was read was there all the time.
  bool still =
    (moves & 1) == 0 && moves_.load(std::memory_order_relaxed) == moves;
  return {still ? seen::nothing : seen::unclear, {}};
}

found_entry shard::find(uint64_t hash, std::string_view key, uint32_t now,
                        const versions& changes) {
  auto i = lookup(tag_of(hash), key);
  if (i == none) {
    ++tally_.misses;
    return {};
  }
  auto& e = *entry_in(at(i));
  if (!changes.current(e.dependencies(), e.epoch())) {
    ++tally_.misses;
    ++tally_.outdated;
    drop(i);
    return {};
  }
  bool late = !e.fits(now);
  if (late && now - e.born() - e.ttl() >= limits_.grace) {
    ++tally_.misses;
    ++tally_.expired;
    drop(i);
    return {};
  }
  ++tally_.hits;
  used_now(i);
  found_entry out{entry_ptr{&e}};
  if (late) {
    ++tally_.late_hits;
    auto mark = std::max<uint32_t>(1, now & asked_mask);
    out.refresh =
      e.asked() == 0 || ((mark - e.asked()) & asked_mask) >= patience;
    if (out.refresh)
      e.asked(static_cast<uint8_t>(mark));
  }
  return out;
}

void shard::put(uint64_t hash, entry_ptr x) {
  auto tag = tag_of(hash);
  auto size = x->footprint();
  if (size > limits_.bytes) {
    ++tally_.refused;
    return;
  }
  ++tally_.kept;
  if (auto known = lookup(tag, x->key()); known != none) {
    auto bytes = tally_.bytes - entry_in(at(known))->footprint() + size;
    if (bytes <= limits_.bytes) {
      tally_.bytes = bytes;
      return replace(known, std::move(x));
    }
    drop(known);
  }
  while (tally_.entries >= limits_.entries
         || tally_.bytes + size > limits_.bytes)
    evict();
  insert(tag, std::move(x));
  ++tally_.entries;
  tally_.bytes += size;
}

bool shard::pack(uint64_t hash, const entry_ptr& x, size_t coding,
                 bytes&& data) {
  auto i = lookup(tag_of(hash), x->key());
  if (i == none || entry_in(at(i)) != x.get())
    return false;
  auto before = x->footprint();
  if (!x.get()->pack(coding, std::move(data)))
    return false;
  tally_.bytes += x->footprint() - before;
  while (tally_.bytes > limits_.bytes)
    evict();
  return true;
}

bool shard::old(const entry& x, uint32_t now,
                const versions& changes) const noexcept {
  return (!x.fits(now) && now - x.born() - x.ttl() >= limits_.grace)
         || !changes.current(x.dependencies(), x.epoch());
}

/// Where one goes another may move to: the place is looked at again. What moves
/// to where the sweep has been is found in the next round.
size_t shard::sweep(size_t from, size_t count, uint32_t now,
                    const versions& changes) {
  auto end = std::min(mask_ + 1, from + count);
  for (auto i = from; i < end;) {
    const auto* x = entry_in(at(i));
    if (x != nullptr && old(*x, now, changes)) {
      drop(i);
      ++tally_.swept;
    } else {
      ++i;
    }
  }
  return end <= mask_ ? end : 0;
}

std::vector<entry_ptr> shard::dropped(bool all) {
  if (!all && dropped_.size() < most_dropped
      && dropped_bytes_ <= limits_.bytes / dropped_part)
    return {};
  dropped_bytes_ = 0;
  return std::exchange(dropped_, {});
}

void shard::still_seen(std::vector<entry_ptr> all) {
  for (auto& x : all)
    retire(x.detach());
}

size_t shard::overhead() const noexcept {
  return (mask_ + 1) * (sizeof(place) + 1);
}

size_t shard::lookup(uint32_t tag, std::string_view key) const noexcept {
  for (auto i = tag & mask_; at(i) != 0; i = (i + 1) & mask_)
    if (tag_in(at(i)) == tag && entry_in(at(i))->key() == key)
      return i;
  return none;
}

void shard::replace(size_t i, entry_ptr x) {
  auto before = at(i);
  places_[i].store(made_of(x.detach(), tag_in(before)),
                   std::memory_order_seq_cst);
  used_[i].store(clock_, std::memory_order_relaxed);
  count_put();
  retire(entry_in(before));
}

void shard::insert(uint32_t tag, entry_ptr x) noexcept {
  auto i = tag & mask_;
  while (at(i) != 0)
    i = (i + 1) & mask_;
  used_[i].store(clock_, std::memory_order_relaxed);
  places_[i].store(made_of(x.detach(), tag), std::memory_order_release);
  count_put();
}

/// Closes the gap: what stands behind it moves up unless that is before its
/// home.
void shard::drop(size_t i) {
  auto* removed = entry_in(at(i));
  --tally_.entries;
  tally_.bytes -= removed->footprint();
  auto moves = moves_.load(std::memory_order_relaxed);
  moves_.store(moves + 1, std::memory_order_relaxed);
  auto gap = i;
  for (i = (i + 1) & mask_; at(i) != 0; i = (i + 1) & mask_) {
    auto from_home = (i - tag_in(at(i))) & mask_;
    if (from_home < ((i - gap) & mask_))
      continue;
    used_[gap].store(used_[i], std::memory_order_relaxed);
    places_[gap].store(at(i), std::memory_order_seq_cst);
    gap = i;
  }
  places_[gap].store(0, std::memory_order_seq_cst);
  moves_.store(moves + 2, std::memory_order_release);
  retire(removed);
}

void shard::retire(entry* x) {
  if (dropped_.capacity() == 0)
    dropped_.reserve(most_dropped);
  dropped_bytes_ += x->footprint();
  dropped_.push_back(entry_ptr::adopt(x));
}

void shard::used_now(size_t i) const noexcept {
  auto now = clock_.load(std::memory_order_relaxed);
  if (used_[i].load(std::memory_order_relaxed) != now)
    used_[i].store(now, std::memory_order_relaxed);
}

/// Long before it comes round again, what was not used since is gone.
void shard::count_put() noexcept {
  if (++puts_ * 64 < tally_.entries)
    return;
  puts_ = 0;
  clock_.store(static_cast<uint8_t>(clock_ + 1), std::memory_order_relaxed);
}

/// There is an entry.
void shard::evict() {
  auto oldest = none;
  uint8_t most = 0;
  for (int tried = 0; tried < sample || oldest == none; ++tried) {
    random_ = random_ * 1664525u + 1013904223u;
    auto i =
      static_cast<size_t>((static_cast<uint64_t>(random_) * (mask_ + 1)) >> 32);
    if (at(i) == 0)
      continue;
    auto age = static_cast<uint8_t>(clock_ - used_[i]);
    if (oldest == none || age > most) {
      oldest = i;
      most = age;
    }
  }
  drop(oldest);
  ++tally_.evicted;
}

} // namespace troupe::cache
