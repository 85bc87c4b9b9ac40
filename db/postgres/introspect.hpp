#pragma once

#include "base/result.hpp"
#include "plan/facts.hpp"

#include <string>

namespace troupe::db::postgres {

/// Reads tables, views, keys, enums, functions and comments of a PostgreSQL
/// database, all schemas but the system's; with `documents` also some rows of
/// document views. Blocks.
result<plan::database_facts> introspect(const std::string& conninfo,
                                        bool documents = false);

} // namespace troupe::db::postgres
