#pragma once

#include <string_view>

namespace troupe::graphql::validation {

/// Checks a value of a scalar that is known by its name (`Email`, `URL`, ...)
/// and kept as text. Returns what it must be (`an address such as ...`), empty
/// if the value is right or the scalar is not known.
std::string_view known_scalar_problem(std::string_view scalar,
                                      std::string_view text) noexcept;

} // namespace troupe::graphql::validation
