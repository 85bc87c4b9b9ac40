#pragma once

#include "compiler/planner/scope.hpp"

#include <string>
#include <vector>

/// Where a page begins: the rows behind a cursor, in a form that an index on
/// the sort keys serves at any depth.
namespace troupe::compiler::planner {

/// Returns conditions that exclude each other and together mean "behind the row
/// with these key values in this order". One condition if a comparison of rows
/// says it; otherwise one for each range of the index: mixed directions and
/// nulls make several. `values` are the placeholders of the cursor's parts.
std::vector<std::string> behind(const std::vector<sort_key>& keys,
                                const std::vector<std::string>& values);

/// Turns an order round.
void reverse(plan::dialect dialect, std::vector<sort_key>& keys);

} // namespace troupe::compiler::planner
