#pragma once

#include "base/result.hpp"
#include "db/migrations.hpp"

#include <string>

namespace troupe::db::postgres {

/// Brings the schema `troupe` up to date: each migration once, in a transaction
/// of its own, one node at a time (advisory lock); then triggers, publication
/// and slots as asked for. Blocks. Errors are
/// `database_unavailable` and `database_error`.
result<migration_report> migrate(const std::string& conninfo,
                                 const migration_request& x);

} // namespace troupe::db::postgres
