#pragma once

struct sqlite3;

namespace troupe::db::sqlite {

/// Registers what our statements call: `troupe_row`, `troupe_rows` (tuples in
/// PostgreSQL's binary form), `troupe_like`, `troupe_ilike` (LIKE as PostgreSQL
/// has it). Returns whether that went well.
bool register_functions(sqlite3* db);

/// Registers `troupe_stddev_samp`, `troupe_stddev_pop`, `troupe_var_samp` and
/// `troupe_var_pop`. Returns whether that went well.
bool register_statistics(sqlite3* db);

} // namespace troupe::db::sqlite
