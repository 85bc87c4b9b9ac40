#pragma once

#include "graphql/language/ast.hpp"
#include "graphql/types/schema.hpp"

#include <string>

namespace troupe::graphql::types {

/// Prints a literal as GraphQL writes it: `{a: [1, "x"], b: RED}`.
std::string print_value(const language::value& x);

/// Prints a schema as SDL, without the types and directives that every schema
/// has.
std::string print_schema(const schema& x);

} // namespace troupe::graphql::types
