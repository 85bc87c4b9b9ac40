#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <string>

namespace troupe::db {

/// The error for a result, or a row of one, of more bytes than are allowed.
inline error too_large_error(size_t most) {
  return {ec::limit_exceeded,
          "The result is larger than " + std::to_string(most >> 20)
            + " MiB, which database.max_result allows. Ask for fewer rows or "
              "columns, or export them.",
          {}};
}

} // namespace troupe::db
