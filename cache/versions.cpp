#include "cache/versions.hpp"

#include "base/hash.hpp"

#include <algorithm>

namespace troupe::cache {

namespace {

/// Tables and rows have ranges of their own, so that a row that is written all
/// the time cannot make the lists of a table old.
constexpr uint32_t tables = 1 << 13;
constexpr uint32_t rows = 1 << 17;

} // namespace

versions::versions()
  : counters_(std::make_unique<std::atomic<uint32_t>[]>(tables + rows)) {
  // nop
}

uint32_t versions::table_slot(std::string_view table, aspect x) noexcept {
  auto h = hash64(table, static_cast<uint64_t>(x));
  return 1 + static_cast<uint32_t>(h % (tables - 1));
}

uint32_t versions::row_slot(std::string_view table,
                            std::string_view key) noexcept {
  return tables + static_cast<uint32_t>(hash64(key, hash64(table)) % rows);
}

bool versions::current(std::span<const dependency> all,
                       uint16_t epoch_then) const noexcept {
  return epoch_then == epoch() && std::ranges::all_of(all, [&](const auto& x) {
           return now(x.slot) == x.version;
         });
}

void versions::table_changed(std::string_view table) {
  count(table_slot(table, aspect::any));
  count(table_slot(table, aspect::rows));
  count(table_slot(table, aspect::inserts));
  count(any_change);
}

void versions::row_changed(std::string_view table, std::string_view key) {
  count(table_slot(table, aspect::any));
  count(row_slot(table, key));
  count(any_change);
}

void versions::rows_inserted(std::string_view table) {
  count(table_slot(table, aspect::any));
  count(table_slot(table, aspect::inserts));
  count(any_change);
}

void versions::row_inserted(std::string_view table, std::string_view key) {
  row_changed(table, key);
}

void versions::forget_all() {
  if (told_ != nullptr)
    told_->add(remote_changes::everything);
  forget_own();
}

void versions::forget_own() noexcept {
  epoch_.fetch_add(1, std::memory_order_acq_rel);
}

} // namespace troupe::cache
