#pragma once

#include "compiler/planner/scope.hpp"

/// Filters and orders in FraiseQL's argument names.
namespace troupe::compiler::planner {

/// Returns the condition of a `WhereInput`. Null is unknown, as SQL has it:
/// `neq`, `nin` and `_not` do not find rows without a value.
std::string fraiseql_condition(statement_scope& q, const table_scope& t,
                               const input& where);

/// Collects the keys of `orderBy: [{field, direction}]`.
void fraiseql_order_keys(statement_scope& q, const table_scope& t,
                         const input& order_by, std::vector<sort_key>& out);

} // namespace troupe::compiler::planner
