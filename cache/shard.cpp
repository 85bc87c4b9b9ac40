#include "cache/shard.hpp"

#include <algorithm>
#include <utility>

namespace troupe::cache {

namespace {

/// Whoever reads an entry again may fail; after so many seconds another may.
constexpr uint32_t patience = 10;
constexpr uint32_t asked_mask = 63;

/// Of so many entries the least recently used one goes.
constexpr int sample = 16;

constexpr size_t smallest = 16;
constexpr size_t line = 64; ///< bytes of the processor's cache

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
  make_table(smallest);
  limits_.entries = std::max<size_t>(1, limits_.entries);
}

void shard::make_table(size_t places) {
  table_ = std::make_unique<place[]>(places);
  mask_ = static_cast<uint32_t>(places - 1);
}

found_entry shard::find(uint64_t hash, std::string_view key, uint32_t now,
                        const versions& changes) {
  auto at = lookup(tag_of(hash), key);
  if (at == none) {
    ++tally_.misses;
    return {};
  }
  auto& p = table_[at];
  auto& e = *p.entry.get();
  if (!changes.current(e.dependencies(), e.epoch())) {
    ++tally_.misses;
    ++tally_.outdated;
    drop(at);
    return {};
  }
  bool late = !e.fits(now);
  if (late && now - e.born() - e.ttl() >= limits_.grace) {
    ++tally_.misses;
    ++tally_.expired;
    drop(at);
    return {};
  }
  ++hits_;
  if (p.used != clock_)
    p.used = clock_;
  found_entry out{p.entry};
  if (late) {
    ++tally_.late_hits;
    auto mark = std::max<uint32_t>(1, now & asked_mask);
    out.refresh = e.asked_ == 0 || ((mark - e.asked_) & asked_mask) >= patience;
    if (out.refresh)
      e.asked_ = static_cast<uint8_t>(mark) & asked_mask;
  }
  return out;
}

entry_ptr shard::put(uint64_t hash, entry_ptr x) {
  auto tag = tag_of(hash);
  auto size = x->footprint();
  if (size > limits_.bytes) {
    ++tally_.refused;
    return {};
  }
  entry_ptr before;
  if (auto known = lookup(tag, x->key()); known != none) {
    auto& p = table_[known];
    auto bytes = tally_.bytes - p.entry->footprint() + size;
    if (bytes <= limits_.bytes) {
      before = std::exchange(p.entry, std::move(x));
      p.used = clock_++;
      tally_.bytes = bytes;
      ++tally_.kept;
      return before;
    }
    before = p.entry;
    drop(known);
  }
  while (tally_.entries >= limits_.entries
         || tally_.bytes + size > limits_.bytes)
    evict();
  // As dense as probing stays short.
  if ((tally_.entries + 1) * 8 > places() * 7)
    grow();
  insert({std::move(x), tag, clock_++});
  ++tally_.entries;
  ++tally_.kept;
  tally_.bytes += size;
  return before;
}

bool shard::pack(uint64_t hash, const entry_ptr& x, size_t coding,
                 bytes&& data) {
  auto at = lookup(tag_of(hash), x->key());
  if (at == none || table_[at].entry.get() != x.get())
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
  auto end = std::min(places(), from + count);
  for (auto at = from; at < end;) {
    if (table_[at].entry && old(*table_[at].entry, now, changes)) {
      drop(at);
      ++tally_.swept;
    } else {
      ++at;
    }
  }
  if (end < places())
    return end;
  if (tally_.entries == 0 && places() > smallest)
    make_table(smallest);
  return 0;
}

size_t shard::overhead() const noexcept {
  return places() * sizeof(place);
}

size_t shard::lookup(uint32_t tag, std::string_view key) const noexcept {
  size_t mask = mask_;
  for (size_t at = tag & mask; table_[at].entry; at = (at + 1) & mask) {
    if (table_[at].tag != tag)
      continue;
    // Where the key is stands in the first line; most are in the second, which
    // so comes at the same time.
    const auto* x = table_[at].entry.get();
    __builtin_prefetch(reinterpret_cast<const char*>(x) + line);
    if (x->key() == key)
      return at;
  }
  return none;
}

void shard::grow() {
  auto before = std::move(table_);
  auto count = places();
  make_table(count * 2);
  for (size_t i = 0; i < count; ++i)
    if (before[i].entry)
      insert(std::move(before[i]));
}

void shard::insert(place x) noexcept {
  size_t mask = mask_;
  size_t at = x.tag & mask;
  while (table_[at].entry)
    at = (at + 1) & mask;
  table_[at] = std::move(x);
}

/// Closes the gap: what stands behind it moves up unless that is before its
/// home.
void shard::drop(size_t at) noexcept {
  --tally_.entries;
  tally_.bytes -= table_[at].entry->footprint();
  table_[at].entry.reset();
  size_t mask = mask_;
  auto gap = at;
  for (at = (at + 1) & mask; table_[at].entry; at = (at + 1) & mask) {
    auto from_home = (at - table_[at].tag) & mask;
    if (from_home < ((at - gap) & mask))
      continue;
    table_[gap] = std::move(table_[at]);
    gap = at;
  }
}

/// There is an entry.
void shard::evict() noexcept {
  auto oldest = none;
  for (int tried = 0; tried < sample || oldest == none; ++tried) {
    random_ = random_ * 1664525u + 1013904223u;
    auto at =
      static_cast<size_t>((static_cast<uint64_t>(random_) * places()) >> 32);
    if (table_[at].entry
        && (oldest == none
            || clock_ - table_[at].used > clock_ - table_[oldest].used))
      oldest = at;
  }
  drop(oldest);
  ++tally_.evicted;
}

} // namespace troupe::cache
