#pragma once

#include "base/error.hpp"

#include <string_view>

namespace troupe::db {

/// Returns the error code that stands for a PostgreSQL SQLSTATE
/// (PostgreSQL manual, appendix A).
ec from_sqlstate(std::string_view sqlstate) noexcept;

} // namespace troupe::db
