#pragma once

#include <string>
#include <string_view>

namespace troupe::runtime {

/// Returns a cascade with the names that the schema has: members in snake case
/// but `__typename`, the entities' own in camel case. More than 500 entities
/// are cut, which `metadata` then says (`truncated`, `original_count`), as are
/// values nested deeper than 16. A cascade of more than 5 MB is left out.
std::string canonical_cascade(std::string_view json);

} // namespace troupe::runtime
