#pragma once

#include "base/result.hpp"
#include "graphql/language/parser.hpp"

#include <cstddef>

namespace troupe::graphql::validation {

/// What one operation may ask for, after fragments are expanded. Zero: no
/// limit.
struct operation_limits {
  size_t max_depth = 25;
  size_t max_fields = 2'000;
  size_t max_aliases = 100;
  size_t max_root_fields = 50;
  size_t max_directives = 50;
  /// Lists in lists below `__schema` and `__type`: each level multiplies the
  /// answer by the size of the schema.
  size_t max_introspection_depth = 2;
};

/// Returns an error with the limit and its name if an operation of the document
/// goes beyond; each limit has a code of its own. Costs time linear in the
/// document, whatever its fragments expand to. The document must be valid.
result<void> check_limits(const language::document& document,
                          const language::operation_definition& operation,
                          const operation_limits& limits);

} // namespace troupe::graphql::validation
