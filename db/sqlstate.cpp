#include "db/sqlstate.hpp"

#include <utility>

namespace troupe::db {

ec from_sqlstate(std::string_view x) noexcept {
  // The most telling prefix first.
  constexpr std::pair<std::string_view, ec> table[] = {
    {"23505", ec::conflict},             // unique_violation
    {"23", ec::constraint_violation},    // integrity constraints
    {"22", ec::bad_user_input},          // data exceptions
    {"40", ec::transaction_conflict},    // serialization, deadlock
    {"55P03", ec::transaction_conflict}, // lock_not_available
    {"42P01", ec::schema_mismatch},      // undefined_table
    {"42703", ec::schema_mismatch},      // undefined_column
    {"42883", ec::schema_mismatch},      // undefined_function
    {"42501", ec::forbidden},            // insufficient_privilege
    {"28", ec::database_unavailable},    // invalid authorization
    {"53100", ec::database_error},       // disk_full
    {"53300", ec::database_unavailable}, // too_many_connections
    {"53", ec::overloaded},              // insufficient resources
    {"57014", ec::timeout},              // query_canceled
    {"57", ec::database_unavailable},    // operator intervention
    {"08", ec::database_unavailable},    // connection exceptions
    {"25006", ec::forbidden},            // read_only_sql_transaction
  };
  for (const auto& [prefix, code] : table)
    if (x.starts_with(prefix))
      return code;
  return ec::database_error;
}

} // namespace troupe::db
