#pragma once

#include "actors/table_facts.hpp"
#include "base/clock.hpp"
#include "cache/remote_level.hpp"
#include "cache/store.hpp"
#include "messages/changes.hpp"
#include "plan/catalog.hpp"
#include "plan/operation.hpp"
#include "plan/statement.hpp"
#include "telemetry/stats.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {

/// The answers of a node and what is known of the tables that they come from.
/// All reactors share it; any thread may call anything.
class answer_cache {
public:
  explicit answer_cache(const cache::store_options& options,
                        std::shared_ptr<cache::remote_level> second = nullptr)
    : store(options), remote(std::move(second)) {
    if (remote != nullptr)
      store.changes().tell(&remote->changes);
  }

  cache::store store;

  /// What nodes share; null: there is nothing.
  const std::shared_ptr<cache::remote_level> remote;

  /// Null until the database has told: nothing is kept then.
  table_facts_ptr facts() const {
    return facts_.load(std::memory_order_acquire);
  }

  void facts(table_facts_ptr x) {
    facts_.store(std::move(x), std::memory_order_release);
  }

  /// Takes what the database says of its tables now. What was kept while it
  /// said something else is forgotten.
  void learn(table_facts_ptr x);

  /// Counts that a write happened to a table; `key` is that of its one row, if
  /// it was one (`row_key`). Without a name it may have been any.
  void written(std::string_view table, plan::write_kind how,
               const std::optional<std::string>& key);

  /// Nobody heard how a write to these tables ended. What it did may become
  /// visible later, so they count as changed once more, and again.
  void uncertain(std::vector<std::string> tables);

  /// Counts the tables whose writes are still uncertain.
  void settle(steady::time_point now);

  /// Whether a keeper was there before, and whether one followed the log:
  /// another may have missed something.
  std::atomic<bool> was_kept{false};
  std::atomic<bool> was_followed{false};

  /// What was heard of others' changes.
  std::atomic<uint64_t> heard{0};
  std::atomic<uint64_t> losses{0};
  /// Writes of this node.
  std::atomic<uint64_t> own_writes{0};
  /// What an operator asked to forget.
  std::atomic<uint64_t> asked{0};

  telemetry::cache_figures figures() const;

private:
  void spread(const table_facts& known, std::string_view from);
  void cascade(const table_facts& known, std::string_view from,
               plan::write_kind how);

  std::atomic<table_facts_ptr> facts_;
  std::mutex mutex_; ///< of `uncertain_`
  std::vector<std::pair<steady::time_point, std::string>> uncertain_;
};

/// Returns the key of a row as text: `name=value` for each column, by name.
std::string row_key(std::vector<std::pair<std::string, std::string>> columns);

/// Returns the key of the row that `step` is about, from its values. Nothing if
/// it is not about one, or the same key could be written in another way.
std::optional<std::string> row_key(const plan::step& step,
                                   const plan::bound_values& values,
                                   const plan::catalog& catalog,
                                   const table_facts& known);

} // namespace troupe::actors
