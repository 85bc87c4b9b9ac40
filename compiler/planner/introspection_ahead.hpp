#pragma once

#include "base/bytes.hpp"
#include "graphql/types/schema.hpp"
#include "plan/catalog.hpp"

#include <string_view>

namespace troupe::compiler::planner {

/// Makes the answers that clients commonly ask introspection for, with and
/// without what newer versions of GraphQL.js ask for as well. The schema must
/// be one with @defer and @stream.
plan::lazy_list<plan::introspection_answer>
introspect_ahead(const graphql::types::schema& schema);

/// Appends an answer that was made ahead. False if there is none for this
/// selection.
bool append_known_types(bytes& out, const plan::catalog& catalog,
                        std::string_view selection);

} // namespace troupe::compiler::planner
