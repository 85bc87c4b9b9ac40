#pragma once

#include "plan/facts.hpp"

#include <string>

namespace troupe::compiler::authoring {

/// Writes SDL with binding directives for every table and view of a database.
/// Names follow the naming rules; names that clash get a suffix, always the
/// same one.
std::string reflect(const plan::database_facts& facts);

} // namespace troupe::compiler::authoring
