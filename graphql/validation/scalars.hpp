#pragma once

#include "graphql/types/input.hpp"
#include "graphql/types/schema.hpp"

#include <string>

namespace troupe::graphql::validation {

/// Returns why a variable's value is none of a scalar type, or an empty text. A
/// text that ends in `: ` wants the value printed behind it. Scalars that
/// nobody knows take anything.
std::string scalar_problem(const types::type& type, const types::input& value);

} // namespace troupe::graphql::validation
