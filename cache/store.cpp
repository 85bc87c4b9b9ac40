#include "cache/store.hpp"

#include <algorithm>

namespace troupe::cache {

namespace {

/// Places looked at in one slice: some 20 us under the lock.
constexpr size_t slice = 256;

constexpr size_t most_operations = 4'000;
constexpr size_t most_text = 16 * 1024 * 1024;

} // namespace

store::store(const store_options& options)
  : options_(options), operations_(most_operations, most_text) {
  // Hashes do not fill shards evenly.
  shard_limits limits;
  limits.entries = std::max<size_t>(1, (options.entries + shards - 1) / shards);
  limits.bytes = std::max<size_t>(1, options.bytes / shards);
  limits.grace = options.grace;
  for (auto& x : all_)
    x.shard = shard{limits};
}

uint32_t store::seconds(std::chrono::steady_clock::time_point x) noexcept {
  return static_cast<uint32_t>(
    std::chrono::duration_cast<std::chrono::seconds>(x.time_since_epoch())
      .count());
}

void store::next_generation() noexcept {
  generation_.fetch_add(1, std::memory_order_acq_rel);
  changes_.forget_own();
}

found_entry store::find(uint64_t hash, std::string_view key, uint32_t now) {
  auto& x = of(hash);
  std::lock_guard guard{x.mutex};
  return x.shard.find(hash, key, now, changes_);
}

reading store::begin(std::span<const uint32_t> slots) const {
  reading out;
  out.epoch = changes_.epoch();
  out.dependencies.reserve(slots.size());
  for (auto s : slots)
    out.dependencies.push_back({s, changes_.now(s)});
  return out;
}

bool store::put(uint64_t hash, const entry_parts& x) {
  auto& to = of(hash);
  if (x.body.size() > options_.entry_bytes || x.dependencies.size() > UINT8_MAX
      || !open() || !changes_.current(x.dependencies, x.epoch)) {
    std::lock_guard guard{to.mutex};
    to.shard.count_refused();
    return false;
  }
  // A change after this look makes the entry old where it stands.
  auto made = entry::make(memory_, x);
  entry_ptr before; // outlives the lock
  std::lock_guard guard{to.mutex};
  before = to.shard.put(hash, std::move(made));
  return true;
}

void store::pack(uint64_t hash, const entry_ptr& x, size_t coding,
                 bytes&& data) {
  auto& to = of(hash);
  std::lock_guard guard{to.mutex};
  to.shard.pack(hash, x, coding, std::move(data));
}

bool store::sweep(uint32_t now) {
  auto& x = all_[swept_shard_];
  {
    std::lock_guard guard{x.mutex};
    swept_place_ = x.shard.sweep(swept_place_, slice, now, changes_);
  }
  if (swept_place_ > 0)
    return false;
  swept_shard_ = (swept_shard_ + 1) % shards;
  return swept_shard_ == 0;
}

tally store::counted() const {
  tally out;
  for (const auto& x : all_) {
    std::lock_guard guard{x.mutex};
    out += x.shard.counted();
  }
  return out;
}

size_t store::reserved() const {
  auto out = memory_.reserved();
  for (const auto& x : all_) {
    std::lock_guard guard{x.mutex};
    out += x.shard.overhead();
  }
  return out;
}

} // namespace troupe::cache
