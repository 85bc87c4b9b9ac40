#include "plan/types.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace troupe::plan {

namespace {

constexpr std::array<std::string_view, 27> names{
  "unknown", "boolean",   "int2",        "int4",     "int8",    "float4",
  "float8",  "numeric",   "text",        "uuid",     "date",    "time",
  "timetz",  "timestamp", "timestamptz", "interval", "bytea",   "json",
  "jsonb",   "enum",      "inet",        "cidr",     "macaddr", "ltree",
  "range",   "tsvector",  "vector",
};

struct alias {
  std::string_view name;
  base_type base;
};

constexpr alias postgres_names[] = {
  {"boolean", base_type::boolean},
  {"bool", base_type::boolean},
  {"smallint", base_type::int2},
  {"int2", base_type::int2},
  {"smallserial", base_type::int2},
  {"integer", base_type::int4},
  {"int", base_type::int4},
  {"int4", base_type::int4},
  {"serial", base_type::int4},
  {"bigint", base_type::int8},
  {"int8", base_type::int8},
  {"bigserial", base_type::int8},
  {"real", base_type::float4},
  {"float4", base_type::float4},
  {"double precision", base_type::float8},
  {"float8", base_type::float8},
  {"numeric", base_type::numeric},
  {"decimal", base_type::numeric},
  {"text", base_type::text},
  {"character varying", base_type::text},
  {"varchar", base_type::text},
  {"character", base_type::text},
  {"char", base_type::text},
  {"bpchar", base_type::text},
  {"name", base_type::text},
  {"citext", base_type::text},
  {"uuid", base_type::uuid},
  {"date", base_type::date},
  {"time", base_type::time},
  {"time without time zone", base_type::time},
  {"timetz", base_type::timetz},
  {"time with time zone", base_type::timetz},
  {"timestamp", base_type::timestamp},
  {"timestamp without time zone", base_type::timestamp},
  {"timestamptz", base_type::timestamptz},
  {"timestamp with time zone", base_type::timestamptz},
  {"interval", base_type::interval},
  {"bytea", base_type::bytea},
  {"json", base_type::json},
  {"jsonb", base_type::jsonb},
  {"inet", base_type::inet},
  {"cidr", base_type::cidr},
  {"macaddr", base_type::macaddr},
  {"macaddr8", base_type::macaddr},
  {"int4range", base_type::range},
  {"int8range", base_type::range},
  {"numrange", base_type::range},
  {"daterange", base_type::range},
  {"tsrange", base_type::range},
  {"tstzrange", base_type::range},
  {"int4multirange", base_type::range},
  {"int8multirange", base_type::range},
  {"nummultirange", base_type::range},
  {"datemultirange", base_type::range},
  {"tsmultirange", base_type::range},
  {"tstzmultirange", base_type::range},
  {"ltree", base_type::ltree},
  {"tsvector", base_type::tsvector},
  {"int4range", base_type::range},
  {"int8range", base_type::range},
  {"numrange", base_type::range},
  {"tsrange", base_type::range},
  {"tstzrange", base_type::range},
  {"daterange", base_type::range},
  {"vector", base_type::vector},
  {"halfvec", base_type::vector},
};

/// Words that a declared type of SQLite may contain, most telling first.
constexpr alias sqlite_words[] = {
  {"bool", base_type::boolean},       {"bigint", base_type::int8},
  {"int8", base_type::int8},          {"timestamptz", base_type::timestamptz},
  {"datetime", base_type::timestamp}, {"timestamp", base_type::timestamp},
  {"date", base_type::date},          {"time", base_type::time},
  {"uuid", base_type::uuid},          {"guid", base_type::uuid},
  {"json", base_type::jsonb},         {"decimal", base_type::numeric},
  {"numeric", base_type::numeric},    {"int", base_type::int4},
  {"char", base_type::text},          {"clob", base_type::text},
  {"text", base_type::text},          {"blob", base_type::bytea},
  {"real", base_type::float8},        {"floa", base_type::float8},
  {"doub", base_type::float8},
};

/// Takes `(10,2)` out of a type and returns its second number, -1 without one.
int32_t take_modifiers(std::string& text) {
  auto open = text.find('(');
  if (open == std::string::npos)
    return -1;
  auto close = text.find(')', open);
  auto inner = text.substr(open + 1, close - open - 1);
  text.erase(open, close == std::string::npos ? close : close - open + 1);
  auto comma = inner.find(',');
  if (comma == std::string::npos)
    return -1;
  auto digits = inner.find_first_of("0123456789", comma);
  int32_t scale = -1;
  if (digits != std::string::npos)
    std::from_chars(inner.data() + digits, inner.data() + inner.size(), scale);
  return scale;
}

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

column_type parse_column_type(plan::dialect dialect, std::string_view text) {
  column_type out;
  std::string name{text};
  if (name.ends_with("[]")) {
    out.array = true;
    name.resize(name.size() - 2);
  }
  out.name = name;
  for (auto& c : name)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  out.scale = take_modifiers(name);
  while (name.ends_with(' '))
    name.pop_back();
  if (dialect == plan::dialect::postgres) {
    for (const auto& x : postgres_names)
      if (x.name == name)
        out.base = x.base;
  } else if (name.empty()) {
    out.base = base_type::text;
  } else {
    for (const auto& x : sqlite_words)
      if (out.base == base_type::unknown
          && name.find(x.name) != std::string::npos)
        out.base = x.base;
  }
  if (out.base != base_type::numeric)
    out.scale = -1;
  return out;
}

column_type scalar_type(std::string_view scalar) {
  constexpr std::pair<std::string_view, std::string_view> defaults[] = {
    {"Int", "integer"},
    {"BigInt", "bigint"},
    {"Float", "double precision"},
    {"Boolean", "boolean"},
    {"Decimal", "numeric"},
    {"UUID", "uuid"},
    {"Date", "date"},
    {"Time", "time"},
    {"LocalDateTime", "timestamp"},
    {"DateTime", "timestamptz"},
    {"Duration", "interval"},
    {"Bytes", "bytea"},
    {"JSON", "jsonb"},
  };
  std::string_view name = "text";
  for (const auto& [from, to] : defaults)
    if (from == scalar)
      name = to;
  return parse_column_type(plan::dialect::postgres, name);
}

std::string_view scalar_name(base_type x) noexcept {
  switch (x) {
    case base_type::boolean:
      return "Boolean";
    case base_type::int2:
    case base_type::int4:
      return "Int";
    case base_type::int8:
      return "BigInt";
    case base_type::float4:
    case base_type::float8:
      return "Float";
    case base_type::numeric:
      return "Decimal";
    case base_type::uuid:
      return "UUID";
    case base_type::date:
      return "Date";
    case base_type::time:
    case base_type::timetz:
      return "Time";
    case base_type::timestamp:
      return "LocalDateTime";
    case base_type::timestamptz:
      return "DateTime";
    case base_type::interval:
      return "Duration";
    case base_type::bytea:
      return "Bytes";
    case base_type::json:
    case base_type::jsonb:
      return "JSON";
    default:
      return "String";
  }
}

} // namespace troupe::plan
