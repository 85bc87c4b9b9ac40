#pragma once

#include "base/result.hpp"
#include "plan/types.hpp"

#include <string>
#include <string_view>

namespace troupe::db {

/// A database URL, taken apart as far as we need.
struct url {
  plan::dialect dialect = plan::dialect::sqlite;
  std::string path;     ///< SQLite: the file
  std::string conninfo; ///< PostgreSQL: as libpq takes it
  std::string shown;    ///< without password, for people
};

/// Reads `postgres://...`, `postgresql://...` or `sqlite:PATH`. Errors are
/// `invalid_config` and never repeat a password.
result<url> parse_url(std::string_view text);

} // namespace troupe::db
