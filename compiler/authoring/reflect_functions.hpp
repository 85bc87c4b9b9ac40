#pragma once

#include "plan/facts.hpp"

#include <string>
#include <vector>

namespace troupe::compiler::authoring {

/// Writes root fields for the functions that return rows of a table; `types`
/// are the names of the tables' types, in their order. What cannot be called by
/// a field is named in a comment with the reason. Empty if there is none.
std::string reflect_functions(const plan::database_facts& facts,
                              const std::vector<std::string>& types);

} // namespace troupe::compiler::authoring
