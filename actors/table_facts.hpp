#pragma once

#include "base/hash.hpp"
#include "plan/rows.hpp"
#include "plan/statement.hpp"
#include "plan/types.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace troupe::actors {

/// What a database says about one table or view, as far as answers depend on
/// it.
struct table_fact {
  bool view = false;
  /// Its rows come from elsewhere, or change by themselves: nothing that was
  /// read from it is kept.
  bool unstable = false;
  /// What it reads is not known: every change counts.
  bool opaque = false;
  /// Triggers do more than a write says.
  bool triggers = false;
  std::vector<std::string> key;     ///< columns of its primary key, sorted
  std::vector<std::string> reads;   ///< tables that a view or a policy reads
  std::vector<std::string> deletes; ///< tables that change when rows go
  std::vector<std::string> updates; ///< tables that change when keys change
  /// Of these, those that change with columns outside the primary key.
  std::vector<std::string> renames;
  std::vector<std::string> parts; ///< partitions and tables it is one of
  /// What a view or its policies say, in whatever form: another text is another
  /// view, though it reads the same tables.
  std::vector<std::string> texts;

  friend bool operator==(const table_fact&, const table_fact&) = default;
};

/// By name, without the schema: tables of one name in several schemas count as
/// one.
struct table_facts {
  std::unordered_map<std::string, table_fact, string_hash, std::equal_to<>>
    tables;

  const table_fact* find(std::string_view name) const {
    auto i = tables.find(name);
    return i == tables.end() ? nullptr : &i->second;
  }

  friend bool operator==(const table_facts&, const table_facts&) = default;
};

using table_facts_ptr = std::shared_ptr<const table_facts>;

/// Returns the statement that asks a database for them.
std::shared_ptr<const plan::statement> facts_statement(plan::dialect dialect);

/// Reads its rows.
table_facts_ptr read_facts(const plan::row_set& rows);

} // namespace troupe::actors
