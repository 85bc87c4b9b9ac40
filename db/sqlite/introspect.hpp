#pragma once

#include "base/result.hpp"
#include "plan/facts.hpp"

#include <string>

namespace troupe::db::sqlite {

/// Reads tables, views, keys and declared types of a SQLite file; with
/// `documents` also some rows of document views. Blocks.
result<plan::database_facts> introspect(const std::string& path,
                                        bool documents = false);

} // namespace troupe::db::sqlite
