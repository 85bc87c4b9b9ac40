#pragma once

#include "compiler/planner/select.hpp"

namespace troupe::compiler::planner {

/// Gives a select the form that runs many executions at once, if it has one:
/// lookups by key, and lists that a foreign key picks and a small limit bounds.
/// PostgreSQL only; an author's SQL may be volatile and is left alone.
void plan_merge(const statement_scope& q, plan::statement& out,
                const list_sql& list, const list_request& x, bool by_key);

/// Returns `sql` with its placeholders as columns of the sets `m`: `$2` becomes
/// `m.p2`. Quoted names and texts stay as they are.
std::string with_set_columns(std::string_view sql);

} // namespace troupe::compiler::planner
