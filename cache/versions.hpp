#pragma once

#include "cache/remote_changes.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace troupe::cache {

/// What an answer was read from, and how new that was: the number of a counter
/// and what it said before the read began.
struct dependency {
  uint32_t slot = 0;
  uint32_t version = 0;

  friend bool operator==(const dependency&, const dependency&) = default;
};

/// In which respect an answer depends on a table.
enum class aspect : uint8_t {
  any,     ///< every change counts: lists
  rows,    ///< changes that name no row: answers about one row
  inserts, ///< new rows whose key is not known: answers that found no row
};

/// Counters of changes. What is kept says which of them it depends on and what
/// they said; with one change of a counter all of it is old, without having to
/// be looked for. Tables and rows share counters by hash: what shares one with
/// something that changed is read again needlessly, nothing else happens.
///
/// Lock-free. A writer counts after its data is committed and before it says
/// so; a reader notes the counters before it reads.
class versions {
public:
  versions();

  /// Counter of every change whatever, for what depends on nobody knows what.
  static constexpr uint32_t any_change = 0;

  /// Returns the counter of a table, named as the database names it.
  static uint32_t table_slot(std::string_view table, aspect x) noexcept;

  /// Returns the counter of a row; `key` is its key as text.
  static uint32_t row_slot(std::string_view table,
                           std::string_view key) noexcept;

  uint32_t now(uint32_t slot) const noexcept {
    return counters_[slot].load(std::memory_order_acquire);
  }

  /// Number of the last `forget_all`.
  uint16_t epoch() const noexcept {
    return static_cast<uint16_t>(epoch_.load(std::memory_order_acquire));
  }

  /// Whether nothing that these depend on has changed since.
  bool current(std::span<const dependency> all,
               uint16_t epoch_then) const noexcept;

  /// Some rows of the table changed, nobody knows which.
  void table_changed(std::string_view table);

  /// The row was changed or deleted.
  void row_changed(std::string_view table, std::string_view key);

  /// Rows were added; what is kept about rows of the table stays.
  void rows_inserted(std::string_view table);

  /// A row of this key was added.
  void row_inserted(std::string_view table, std::string_view key);

  /// Everything may have changed.
  void forget_all();

  /// The same for this node alone: others know, or serve another schema.
  void forget_own() noexcept;

  /// Whom to tell what is counted; before anything is.
  void tell(remote_changes* x) noexcept {
    told_ = x;
  }

private:
  /// Who sees the counter go on must not get from the second level what was
  /// before: that is told first.
  void count(uint32_t slot) {
    if (told_ != nullptr)
      told_->add(slot);
    counters_[slot].fetch_add(1, std::memory_order_acq_rel);
  }

  remote_changes* told_ = nullptr;

  std::unique_ptr<std::atomic<uint32_t>[]> counters_;
  std::atomic<uint32_t> epoch_{0};
};

} // namespace troupe::cache
