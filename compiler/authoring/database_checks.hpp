#pragma once

#include "plan/catalog.hpp"
#include "plan/facts.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe::compiler::authoring {

/// Something about a schema that does not fit the database it is for.
struct finding {
  /// Whether requests will fail; otherwise they may be slow, or fail for some
  /// rows.
  bool error = false;
  std::string coordinate; ///< `Order.total`, `Query.ordersBy(status:)`
  std::string message;
};

/// Holds a catalog against a database: tables and columns that are missing,
/// fields whose type cannot hold the column's values, columns that may be null
/// behind fields that may not, keys that are not unique, enum values that one
/// side lacks, relations and arguments that no index serves. What a database
/// does not tell about views (nullability, indexes) is not complained about.
std::vector<finding> check_database(const plan::catalog& catalog,
                                    const plan::database_facts& facts);

} // namespace troupe::compiler::authoring
