#pragma once

#include "compiler/planner/compare.hpp"

/// Filters and orders in FraiseQL's argument names.
namespace troupe::compiler::planner {

/// Returns the condition of a `WhereInput`. Null is unknown, as SQL has it:
/// `neq`, `nin` and `_not` do not find rows without a value.
std::string fraiseql_condition(statement_scope& q, const table_scope& t,
                               const input& where);

/// One condition on a field that is neither comparison nor pattern.
std::string fraiseql_special(statement_scope& q, const table_scope& t,
                             const plan::field_def& field, const operand& x,
                             const input_field& op);

/// `eq` is ` = `; empty for what is no comparison.
std::string_view comparison_sign(std::string_view name) noexcept;

/// Makes the distance of `nearest: {vector, k, field, metric}` and returns the
/// key of the field whose vectors it compares.
std::string_view nearest_key(statement_scope& q, const table_scope& t,
                             const input& nearest, uint32_t at,
                             std::string& distance);

/// Collects the keys of `orderBy: [{field, direction}]`.
void fraiseql_order_keys(statement_scope& q, const table_scope& t,
                         const input& order_by, std::vector<sort_key>& out);

} // namespace troupe::compiler::planner
