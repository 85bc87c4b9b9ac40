#pragma once

#include "base/result.hpp"
#include "plan/facts.hpp"

#include <string>

namespace troupe::db::sqlite {

/// Reads tables, views, keys and declared types of a SQLite file. Blocks.
result<plan::database_facts> introspect(const std::string& path);

} // namespace troupe::db::sqlite
