#pragma once

#include "base/result.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/schema.hpp"
#include "plan/catalog.hpp"

#include <vector>

namespace troupe::runtime {

/// Plans all operations of a valid document, each for the usual structures of
/// its variables: all given, only the required ones given. Lists have one item
/// and input objects their required fields; other structures are planned at
/// their first sight, and so is what asks for introspection.
result<std::vector<plan::planned_operation>>
plan_ahead(const plan::catalog& catalog, const graphql::types::schema& schema,
           const graphql::language::document& document);

} // namespace troupe::runtime
