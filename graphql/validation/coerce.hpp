#pragma once

#include "base/arena.hpp"
#include "base/json_read.hpp"
#include "base/result.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/input.hpp"
#include "graphql/types/schema.hpp"

#include <string_view>
#include <unordered_set>
#include <vector>

namespace troupe::graphql::validation {

/// The variables that the `if` of @skip, @include, @defer or @stream uses
/// anywhere in the document: their values decide what is selected.
using conditional_variables = std::unordered_set<std::string_view>;

conditional_variables
find_conditional_variables(const language::document& document);

/// Coerces the variables of a request (specification §6.1.2). `given` is the
/// JSON object of the request, or null. The result lives in `memory` and refers
/// to `given` and the document. On failure `errors` has GraphQL.js's messages
/// (`bad_user_input`) and the result is empty.
types::variable_values coerce_variables(
  const types::schema& schema, const language::document& document,
  const language::operation_definition& operation,
  const conditional_variables& conditional, const json::value* given,
  arena& memory, std::vector<error>& errors);

/// Coerces a valid literal whose variables have values. Returns null where the
/// literal is a variable that was not provided: the place takes its own default
/// then.
const types::input* coerce_literal(const types::type_ref& expected,
                                   const language::value& literal,
                                   const types::variable_values& variables,
                                   arena& memory);

} // namespace troupe::graphql::validation
