#pragma once

#include "base/bytes.hpp"
#include "graphql/types/collect_fields.hpp"
#include "graphql/types/schema.hpp"

namespace troupe::graphql::types {

/// Appends the JSON value of the root field `__schema` or `__type`
/// (specification §4), whose merged selections are `root`. The document must be
/// valid.
void write_introspection(bytes& out, const schema& types,
                         const field_collector& fields,
                         const collected_field& root,
                         const variable_values& variables);

} // namespace troupe::graphql::types
