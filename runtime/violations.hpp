#pragma once

#include "base/error.hpp"
#include "plan/catalog.hpp"

#include <string>
#include <vector>

namespace troupe::runtime {

/// Returns the names that clients know for the columns of a broken constraint;
/// empty if the database did not tell or the schema does not show them.
std::vector<std::string> fields_of(const plan::catalog& catalog,
                                   const violation& x);

/// Says in the client's words which constraint a write broke: `A row with this
/// email exists already.`
std::string words_of(const violation& x,
                     const std::vector<std::string>& fields);

} // namespace troupe::runtime
