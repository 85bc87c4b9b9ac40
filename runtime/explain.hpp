#pragma once

#include "base/bytes.hpp"
#include "plan/operation.hpp"
#include "plan/rows.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// What a plan looks like to its author.
namespace troupe::runtime {

/// What is to be told instead of an answer.
enum class explanation : uint8_t {
  none,     ///< nothing: the operation runs
  plan,     ///< Troupe's plan
  estimate, ///< and how the database would run it
  analyze,  ///< and how it ran: statements are executed
};

/// One root field with what is known of it.
struct explained_step {
  const plan::step* step = nullptr;
  std::shared_ptr<const plan::bound_values> values;
  /// What the database said; null if it was not asked, or failed.
  plan::row_set_ptr database_plan;
  /// Why the database said nothing; empty otherwise.
  std::string failure;
};

/// Returns the statement that asks the database for its plan of another one,
/// with the same parameters.
std::shared_ptr<const plan::statement>
explain_statement(const plan::statement& x, explanation how);

/// Draws the form of the answer: a line for each field, with where it comes
/// from.
std::string plan_tree(const plan::step& x);

/// Breaks a statement into lines at its clauses and indents subselects. What
/// is quoted stays as it is.
std::string pretty_sql(std::string_view sql);

/// Reads the rows of an `explain_statement` as text.
std::string database_plan(plan::dialect dialect, const plan::row_set& rows);

/// Appends `{"operation","name","cost":{"expectedRows"},"fields":[{"field",
/// "tree","sql","parameters","cost","rows","databasePlan"|"failure"}]}`.
void write_explanation(bytes& out, const plan::operation_plan& plan,
                       uint64_t expected_rows,
                       const std::vector<explained_step>& steps);

} // namespace troupe::runtime
