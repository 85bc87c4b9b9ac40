#pragma once

#include "base/result.hpp"
#include "graphql/types/input.hpp"
#include "plan/statement.hpp"

#include <string>

namespace troupe::compiler::planner {

/// A parameter's value that owns its text.
struct bound_text {
  plan::bound_value value; ///< `text` is left empty: it is the one below
  std::string text;
};

/// Turns a coerced input into the value of a parameter: transforms, enum names,
/// list literals, and the database's notation. A value that the column's type
/// cannot hold (an ID that is no number) becomes null, which matches nothing.
/// Errors are `bad_user_input`.
result<bound_text> bind_input(const graphql::types::input& value,
                              const plan::parameter& parameter,
                              plan::dialect dialect);

} // namespace troupe::compiler::planner
