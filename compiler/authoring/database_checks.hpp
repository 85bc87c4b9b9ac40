#pragma once

#include "plan/catalog.hpp"
#include "plan/facts.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe::compiler::authoring {

enum class severity : uint8_t {
  error,   ///< requests will fail
  warning, ///< they may be slow, or fail for some rows
  advice,  ///< they are slow if a client asks in a certain way
};

/// Something about a schema that does not fit the database it is for.
struct finding {
  severity kind = severity::warning;
  std::string coordinate; ///< `Order.total`, `Query.ordersBy(status:)`
  std::string message;
};

/// Holds a catalog against a database: tables and columns that are missing,
/// fields whose type cannot hold the column's values, columns that may be null
/// behind fields that may not, keys that are not unique, enum values that one
/// side lacks, relations, arguments and filters that no index serves (once for
/// each table, unless it is known to be small). What a database does not tell
/// about views (nullability, indexes) is not complained about.
std::vector<finding> check_database(const plan::catalog& catalog,
                                    const plan::database_facts& facts);

} // namespace troupe::compiler::authoring
