#pragma once

#include "base/session_settings.hpp"
#include "plan/statement.hpp"

#include <string>

namespace troupe::db::postgres {

/// The statement that sets a database session for the rest of a transaction.
/// The values point into the settings.
struct session_statement {
  /// `settings` may be null; `calm` switches JIT off.
  session_statement(const session_settings* settings, bool calm);

  std::string sql;
  plan::bound_values values;
};

} // namespace troupe::db::postgres
