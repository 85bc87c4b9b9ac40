#pragma once

#include "base/bytes.hpp"
#include "graphql/types/collect_fields.hpp"
#include "graphql/types/schema.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace troupe::graphql::types {

/// Gives the JSON of all types of the schema if it is there already: appends it
/// and returns true. `selection` are the selections that it answers, as
/// `introspection_selection` writes them.
using known_types = std::function<bool(bytes& out, std::string_view selection)>;

/// Types are wrapped in lists and non-nulls less often than this wherever
/// answers are made ahead; what clients select beyond is never answered. (They
/// ask for seven levels or nine.)
inline constexpr size_t most_wrapping = 7;

/// Returns a field of the introspection system with all that is selected of it,
/// the same text for everything that has the same answer; empty if the answer
/// depends on variables.
std::string introspection_selection(const schema& types,
                                    const field_collector& fields,
                                    const collected_field& x,
                                    const type& parent);

/// Appends the JSON value of the root field `__schema` or `__type`
/// (specification §4), whose merged selections are `root`. The document must be
/// valid.
void write_introspection(bytes& out, const schema& types,
                         const field_collector& fields,
                         const collected_field& root,
                         const variable_values& variables,
                         const known_types& known = {});

} // namespace troupe::graphql::types
