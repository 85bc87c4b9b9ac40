#pragma once

#include "db/postgres/connection.hpp"

#include <memory>
#include <string>

namespace troupe::db::postgres {

/// Runs one statement over a connection of its own and waits for it; for
/// command lines. Errors are `database_unavailable`, `timeout` and what the
/// database says.
result<plan::row_set_ptr>
run_blocking(const std::string& conninfo,
             std::shared_ptr<const plan::statement> statement,
             std::shared_ptr<const plan::bound_values> values,
             std::chrono::milliseconds patience);

} // namespace troupe::db::postgres
