#pragma once

#include "base/result.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/input.hpp"
#include "graphql/types/schema.hpp"
#include "plan/operation.hpp"

#include <memory>

namespace troupe::compiler::planner {

/// How mutations are planned.
struct write_options {
  /// Whether to log changes: `troupe migrate` has installed the change log.
  /// PostgreSQL only; SQLite's triggers log for everybody.
  bool log_changes = false;
};

/// What a plan is made of. The document is valid, the variables are coerced; of
/// them only the structure counts (`variable_values::signature`).
struct request {
  const plan::catalog& catalog;
  const graphql::types::schema& schema;
  const graphql::language::document& document;
  const graphql::language::operation_definition& operation;
  const graphql::types::variable_values& variables;
  write_options writes = {};
  /// Whether what @defer and @stream ask for may come later.
  bool incremental = false;
};

/// Compiles an operation: one statement per root field, however deep it nests.
/// Errors are `bad_user_input` with the place in the document.
result<std::shared_ptr<const plan::operation_plan>>
plan_operation(const request& x);

} // namespace troupe::compiler::planner
