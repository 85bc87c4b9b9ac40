#pragma once

#include "actors/answer_cache.hpp"
#include "plan/catalog.hpp"
#include "plan/operation.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace troupe::actors {

/// Whether an answer of a plan may be kept, and what it depends on.
struct read_rules {
  bool kept = false;
  uint32_t ttl = 0; ///< seconds
  /// Counters for all answers.
  std::vector<uint32_t> slots;
  /// Steps about one row: for each answer that row's counter. Where the row is
  /// not there it depends on `missing` too; where it cannot be named, on
  /// `table`.
  struct one_row {
    size_t step = 0;
    std::string_view table;
    uint32_t rows = 0;
    uint32_t missing = 0;
    uint32_t any = 0;
  };
  std::vector<one_row> rows;
};

/// Finds out the rules of plans, once each. Each query actor has its own.
class plan_reader {
public:
  /// Returns the rules of a plan as the facts are now; null while there are
  /// none.
  const read_rules* find(const std::shared_ptr<const plan::operation_plan>& x,
                         const plan::catalog& catalog, const answer_cache& all);

  /// What it used for the last plan.
  const table_facts& facts() const noexcept {
    return *facts_;
  }

private:
  struct known_plan {
    std::shared_ptr<const plan::operation_plan> plan; ///< its address stays
    read_rules rules;
  };

  read_rules read(const plan::operation_plan& x, const plan::catalog& catalog,
                  const cache::store_options& options) const;
  bool read_step(const plan::step& x, size_t number,
                 const plan::catalog& catalog, read_rules& out) const;
  bool depend(std::string_view table, read_rules& out) const;

  table_facts_ptr facts_;
  const plan::catalog* catalog_ = nullptr;
  std::unordered_set<std::string_view> tables_; ///< of the catalog
  std::unordered_map<const plan::operation_plan*, known_plan> plans_;
};

} // namespace troupe::actors
