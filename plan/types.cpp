#include "plan/types.hpp"

#include <array>

namespace troupe::plan {

namespace {

constexpr std::array<std::string_view, 27> names{
  "unknown",     "boolean", "int2",    "int4",        "int8",     "float4",
  "float8",      "numeric", "text",    "uuid",        "date",     "time",
  "timetz",      "timestamp", "timestamptz", "interval", "bytea", "json",
  "jsonb",       "enum",    "inet",    "cidr",        "macaddr",  "ltree",
  "range",       "tsvector", "vector",
};

static_assert(static_cast<size_t>(base_type::vector) + 1 == names.size());

} // namespace

std::string_view to_string(dialect x) noexcept {
  return x == dialect::postgres ? "postgres" : "sqlite";
}

std::string_view to_string(base_type x) noexcept {
  return names[static_cast<size_t>(x)];
}

base_type base_type_of(std::string_view name) noexcept {
  for (size_t i = 0; i < names.size(); ++i)
    if (names[i] == name)
      return static_cast<base_type>(i);
  return base_type::unknown;
}

} // namespace troupe::plan
