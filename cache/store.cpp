#include "cache/store.hpp"

#include <algorithm>

namespace troupe::cache {

namespace {

/// Places looked at in one slice: some 20 us under the lock.
constexpr size_t slice = 256;

constexpr size_t most_operations = 4'000;
constexpr size_t most_text = 16 * 1024 * 1024;

} // namespace

void reading::without(std::span<const uint32_t> slots) {
  for (auto slot : slots) {
    auto i = std::ranges::find(dependencies, slot, &dependency::slot);
    if (i != dependencies.end())
      dependencies.erase(i);
  }
}

store::store(const store_options& options)
  : options_(options),
    operations_(most_operations, most_text),
    all_(made(options, std::make_index_sequence<shards>{})),
    counts_(std::make_unique<count[]>(watcher::most)) {
  // nop
}

template <size_t... Numbers>
auto store::made(const store_options& options, std::index_sequence<Numbers...>)
  -> std::array<guarded, shards> {
  // Hashes do not fill shards evenly.
  shard_limits limits;
  limits.entries = std::max<size_t>(1, (options.entries + shards - 1) / shards);
  limits.bytes = std::max<size_t>(1, options.bytes / shards);
  limits.grace = options.grace;
  return {{((void)Numbers, guarded{limits})...}};
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
  if (auto* me = watcher::mine()) {
    auto seen = x.shard.glance(hash, key, now, changes_, *me);
    // This thread alone writes to them.
    auto add_one = [](auto& to) {
      to.store(to.load(std::memory_order_relaxed) + 1,
               std::memory_order_relaxed);
    };
    auto& counts = counts_[me->number()];
    if (seen.what != shard::seen::unclear) {
      add_one(seen.entry ? counts.hits : counts.misses);
      return {std::move(seen.entry)};
    }
  }
  found_entry out;
  std::vector<entry_ptr> dropped;
  {
    std::lock_guard guard{x.mutex};
    out = x.shard.find(hash, key, now, changes_);
    dropped = x.shard.dropped(false);
  }
  give_back(x, std::move(dropped));
  return out;
}

/// Ends the shares of the table in entries that nobody looks at any more.
void store::give_back(guarded& from, std::vector<entry_ptr> all) {
  if (all.empty())
    return;
  watched now;
  std::erase_if(all, [&](const auto& x) { return !now.contains(x.get()); });
  if (all.empty())
    return;
  std::lock_guard guard{from.mutex};
  from.shard.still_seen(std::move(all));
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
  std::vector<entry_ptr> dropped;
  {
    std::lock_guard guard{to.mutex};
    to.shard.put(hash, std::move(made));
    dropped = to.shard.dropped(false);
  }
  give_back(to, std::move(dropped));
  return true;
}

void store::pack(uint64_t hash, const entry_ptr& x, size_t coding,
                 bytes&& data) {
  auto& to = of(hash);
  std::vector<entry_ptr> dropped;
  {
    std::lock_guard guard{to.mutex};
    to.shard.pack(hash, x, coding, std::move(data));
    dropped = to.shard.dropped(false);
  }
  give_back(to, std::move(dropped));
}

bool store::sweep(uint32_t now) {
  auto& x = all_[swept_shard_];
  std::vector<entry_ptr> dropped;
  {
    std::lock_guard guard{x.mutex};
    swept_place_ = x.shard.sweep(swept_place_, slice, now, changes_);
    dropped = x.shard.dropped(true);
  }
  give_back(x, std::move(dropped));
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
  for (size_t i = 0; i < watcher::most; ++i) {
    out.hits += counts_[i].hits.load(std::memory_order_relaxed);
    out.misses += counts_[i].misses.load(std::memory_order_relaxed);
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
