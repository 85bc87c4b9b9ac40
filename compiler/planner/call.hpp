#pragma once

#include "compiler/planner/roots.hpp"

#include <string>

/// What the parts of a function that is a mutation share (root_call.cpp).
namespace troupe::compiler::planner {

/// Returns the call with its values as parameters: `"name"("email" => $1)`, or
/// `"name"($1, NULL)` where values go by position.
std::string function_call(statement_scope& q, const root_field& x);

/// Whether all root fields of the operation are one transaction.
bool one_transaction(const session& s);

/// The JSON that a function answered, as a table `r` with one row: `v` is all
/// of it, `e` the entity, `ok` whether it says that something has changed, and
/// `refused` that it failed. `v` is null if it answered nothing.
std::string answered(const std::string& slot, const plan::model_def* model);

/// Returns the statement that logs what the function in `slot` says that it
/// has changed, and what its author says; empty if there is nothing to log.
/// Without a slot it is a function that says nothing.
std::string log_call(const root_field& x, const std::string& slot);

} // namespace troupe::compiler::planner
