#pragma once

#include "compiler/planner/select.hpp"

/// Relay connections: a page of rows with cursors, and what is around it.
namespace troupe::compiler::planner {

/// Compiles a connection. Its rows and its count become columns of whoever
/// holds it: a row for a nested one, a row of its own at the root.
void select_connection(statement_scope& q, const list_request& x,
                       const collected_field& field,
                       const graphql::types::field& definition, tuple& columns,
                       plan::shape& out);

} // namespace troupe::compiler::planner
