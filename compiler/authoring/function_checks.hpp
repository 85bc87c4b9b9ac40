#pragma once

#include "compiler/authoring/database_checks.hpp"

namespace troupe::compiler::authoring {

/// Holds the root fields that functions answer against the functions that the
/// database has: their names, parameters and results.
void check_functions(const plan::catalog& catalog,
                     const plan::database_facts& facts,
                     std::vector<finding>& out);

} // namespace troupe::compiler::authoring
