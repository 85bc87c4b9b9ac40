#pragma once

#include "plan/catalog.hpp"

#include <string>

namespace troupe::compiler::authoring {

/// Adds the types of what a function says that it has changed besides its
/// entity (FraiseQL's `cascade`), once, and returns the name of the outermost.
/// `snake` keeps the names of the database.
std::string cascade_type(plan::catalog& to, bool snake);

} // namespace troupe::compiler::authoring
