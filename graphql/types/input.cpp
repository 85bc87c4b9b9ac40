#include "graphql/types/input.hpp"

namespace troupe::graphql::types {

const input* input::find(std::string_view name) const noexcept {
  for (const auto& x : fields)
    if (x.name == name)
      return &x.value;
  return nullptr;
}

const variable_values::entry*
variable_values::find(std::string_view name) const noexcept {
  for (const auto& x : entries)
    if (x.name == name)
      return &x;
  return nullptr;
}

} // namespace troupe::graphql::types
