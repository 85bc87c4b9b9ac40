#pragma once

#include "base/result.hpp"
#include "plan/facts.hpp"

#include <string>

namespace troupe::db::postgres {

/// Reads tables, views, keys, enums and comments of a PostgreSQL database, all
/// schemas but the system's. Blocks.
result<plan::database_facts> introspect(const std::string& conninfo);

} // namespace troupe::db::postgres
