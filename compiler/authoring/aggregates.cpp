#include "compiler/authoring/aggregates.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

namespace {

using plan::base_type;

std::string_view core_of(std::string_view notation) noexcept {
  while (notation.starts_with('['))
    notation.remove_prefix(1);
  while (notation.ends_with('!') || notation.ends_with(']'))
    notation.remove_suffix(1);
  return notation;
}

bool whole(base_type x) noexcept {
  return x == base_type::int2 || x == base_type::int4 || x == base_type::int8;
}

bool number(base_type x) noexcept {
  return whole(x) || x == base_type::float4 || x == base_type::float8
         || x == base_type::numeric;
}

bool extreme(base_type x, plan::dialect dialect) noexcept {
  return number(x) || x == base_type::text || x == base_type::date
         || x == base_type::time || x == base_type::timestamp
         || x == base_type::timestamptz
         || (x == base_type::interval && dialect == plan::dialect::postgres);
}

} // namespace

std::string_view class_name(aggregate_class x) noexcept {
  constexpr std::string_view names[] = {"Sum",   "Average", "Extreme", "Flag",
                                        "Array", "Json",    "Text"};
  return names[static_cast<size_t>(x)];
}

plan::column_type value_type(const plan::model_def& m,
                             const plan::field_def& f) {
  auto out = f.column >= 0 ? m.columns[static_cast<size_t>(f.column)].type
                           : plan::scalar_type(core_of(f.type));
  out.array = out.array || f.type.starts_with('[');
  return out;
}

std::string aggregate_type(aggregate_class kind, const plan::model_def& m,
                           const plan::field_def& f, plan::dialect dialect) {
  if (f.kind != plan::field_kind::column
      && f.kind != plan::field_kind::expression)
    return {};
  auto type = value_type(m, f);
  std::string scalar{core_of(f.type)};
  if (type.array)
    return {};
  switch (kind) {
    case aggregate_class::sum:
      if (scalar == "ID")
        return {};
      if (type.base == base_type::interval)
        return dialect == plan::dialect::postgres ? "Duration" : "";
      if (whole(type.base))
        return "BigInt";
      if (type.base == base_type::numeric)
        return "Decimal";
      return number(type.base) ? "Float" : "";
    case aggregate_class::average:
      return number(type.base) && scalar != "ID" ? "Float" : "";
    case aggregate_class::extreme:
      return extreme(type.base, dialect) ? scalar : "";
    case aggregate_class::flag:
      return type.base == base_type::boolean ? "Boolean" : "";
    case aggregate_class::array:
      // SQLite has no arrays.
      return dialect == plan::dialect::postgres ? "[" + scalar + "]" : "";
    case aggregate_class::json:
      return "JSON";
    case aggregate_class::text:
      return type.base == base_type::json || type.base == base_type::jsonb
               ? ""
               : "String";
  }
  return {};
}

std::vector<grouping> groupings(const plan::model_def& m) {
  struct bucket {
    std::string_view suffix, name;
  };
  constexpr bucket buckets[] = {{"Year", "year"},   {"Quarter", "quarter"},
                                {"Month", "month"}, {"Week", "week"},
                                {"Day", "day"},     {"Hour", "hour"}};
  std::vector<grouping> out;
  auto add = [&](std::string name, size_t field, std::string_view cut) {
    for (const auto& f : m.fields)
      if (!cut.empty() && f.name == name)
        return;
    out.push_back({std::move(name), static_cast<int32_t>(field), cut});
  };
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    if (f.kind == plan::field_kind::relation) {
      if (!m.relations[static_cast<size_t>(f.relation)].many)
        add(f.name, i, {});
      continue;
    }
    if (f.kind != plan::field_kind::column
        && f.kind != plan::field_kind::expression)
      continue;
    auto type = value_type(m, f);
    if (type.array || type.base == base_type::json
        || type.base == base_type::tsvector)
      continue;
    add(f.name, i, {});
    bool moment =
      type.base == base_type::timestamp || type.base == base_type::timestamptz;
    if (!moment && type.base != base_type::date)
      continue;
    for (const auto& b : buckets)
      if (moment || b.name != "hour")
        add(f.name + std::string{b.suffix}, i, b.name);
  }
  return out;
}

} // namespace troupe::compiler::authoring
