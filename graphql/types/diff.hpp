#pragma once

#include "graphql/types/schema.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::graphql::types {

/// What a change of the schema means for clients that were written before it.
enum class severity : uint8_t {
  breaking,  ///< an operation that was valid is valid no more
  dangerous, ///< operations stay valid, but clients may meet what they did not
             ///< expect
  safe,
};

std::string_view to_string(severity x) noexcept;

struct change {
  types::severity severity = severity::safe;
  /// What kind of change, upper snake case: `FIELD_REMOVED`.
  std::string_view kind;
  /// What changed: `User.name`, `Query.users(first:)`, `@cached`.
  std::string coordinate;
  std::string message;
};

/// Returns everything that differs for clients, the worst first, then in the
/// order of the schemas. Descriptions do not count.
std::vector<change> diff(const schema& before, const schema& after);

} // namespace troupe::graphql::types
