#pragma once

#include "base/bytes.hpp"
#include "graphql/language/parser.hpp"
#include "plan/operation.hpp"
#include "plan/rows.hpp"
#include "runtime/field_error.hpp"

#include <vector>

namespace troupe::runtime {

/// Writes the value of a root field from its rows. A null in a non-null place
/// becomes an error and the nearest nullable parent null (specification
/// §6.4.4). Returns false if the root field itself had to be null but may not;
/// nothing is written then.
bool project(bytes& out, const plan::step& step, const plan::row_set& rows,
             const graphql::language::document& document,
             std::vector<field_error>& errors);

} // namespace troupe::runtime
