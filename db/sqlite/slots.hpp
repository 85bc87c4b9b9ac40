#pragma once

#include <map>
#include <string>

struct sqlite3;

namespace troupe::db::sqlite {

/// What the parts of a script remember for one another: JSON arrays by name,
/// without the closing bracket.
using slots = std::map<std::string, std::string, std::less<>>;

/// Registers `troupe_remember(name, json)`, which adds to a slot,
/// `troupe_recall(name)`, which returns it as a JSON array, and
/// `troupe_expect(condition)`, `troupe_found(condition)` and
/// `troupe_single(condition)`, which fail the statement unless the condition
/// holds. `x` must outlive the connection.
bool register_slots(sqlite3* db, slots& x);

/// The text with which `troupe_expect` fails.
inline constexpr const char* expectation_failed = "troupe:changed";

/// The text with which `troupe_found` fails.
inline constexpr const char* row_absent = "troupe:absent";

/// The text with which `troupe_single` fails.
inline constexpr const char* rows_several = "troupe:several";

} // namespace troupe::db::sqlite
