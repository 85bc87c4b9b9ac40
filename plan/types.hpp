#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::plan {

enum class dialect : uint8_t { sqlite, postgres };

std::string_view to_string(dialect x) noexcept;

/// What a database column holds, as far as reading, writing and comparing
/// differ.
enum class base_type : uint8_t {
  unknown,
  boolean,
  int2,
  int4,
  int8,
  float4,
  float8,
  numeric,
  text, ///< also varchar, bpchar, citext, name
  uuid,
  date,
  time,
  timetz,
  timestamp,
  timestamptz,
  interval,
  bytea,
  json,
  jsonb,
  enumeration,
  inet,
  cidr,
  macaddr,
  ltree,
  range,
  tsvector,
  vector,
};

/// Returns `int4` for base_type::int4 and so on: the names of the compiled
/// schema file.
std::string_view to_string(base_type x) noexcept;

/// The reverse; `unknown` for a name that is none.
base_type base_type_of(std::string_view name) noexcept;

struct column_type {
  base_type base = base_type::unknown;
  bool array = false;
  /// As SQL writes it in a cast, of the element for arrays: `integer`,
  /// `"public"."mood"`. Only ever taken from the catalogue of a database or
  /// from a checked identifier.
  std::string name;
  /// Digits after the point of `numeric(p, s)`, -1 if not fixed.
  int32_t scale = -1;

  friend bool operator==(const column_type&, const column_type&) = default;
};

/// Reads a type as a database writes it: `numeric(10,2)`, `text[]`,
/// `NVARCHAR(30)`. PostgreSQL's names are exact; SQLite's declared types follow
/// its affinity rules, with the usual names for booleans, dates and decimals
/// understood. A name that is not known keeps base `unknown`.
column_type parse_column_type(plan::dialect dialect, std::string_view text);

/// The column type that a GraphQL scalar stands for where nothing else is
/// said: `integer` for Int, `text` for what is not known.
column_type scalar_type(std::string_view scalar);

/// Returns the GraphQL scalar that stands for a column type: `Int`, `Decimal`,
/// `String` for what has none of its own.
std::string_view scalar_name(base_type x) noexcept;

} // namespace troupe::plan
