#pragma once

#include "base/result.hpp"
#include "db/migrations.hpp"

#include <string>

namespace troupe::db::sqlite {

/// Brings the tables `troupe_...` of a file up to date, all or nothing. The
/// triggers of watched tables name their columns, so they are made anew each
/// time. Errors are `database_unavailable` and `database_error`.
result<migration_report> migrate(const std::string& path,
                                 const migration_request& x);

} // namespace troupe::db::sqlite
