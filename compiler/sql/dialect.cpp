#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::sql {

namespace {

bool postgres(plan::dialect x) noexcept {
  return x == plan::dialect::postgres;
}

std::string join(const std::vector<std::string>& values) {
  std::string out;
  for (size_t i = 0; i < values.size(); ++i)
    out += (i > 0 ? ", " : "") + values[i];
  return out;
}

} // namespace

std::string quote(std::string_view identifier) {
  std::string out = "\"";
  for (auto c : identifier) {
    if (c == '"')
      out += '"';
    out += c;
  }
  return out + "\"";
}

std::string table_name(const plan::model_def& model) {
  return model.schema.empty() ? quote(model.table)
                              : quote(model.schema) + "." + quote(model.table);
}

std::string placeholder(plan::dialect dialect, size_t number) {
  return (postgres(dialect) ? "$" : "?") + std::to_string(number);
}

std::string readable(plan::dialect dialect, const plan::column_type& type,
                     std::string expression) {
  if (!postgres(dialect))
    return expression;
  switch (type.base) {
    case plan::base_type::unknown:
    case plan::base_type::ltree:
    case plan::base_type::tsvector:
    case plan::base_type::vector:
    case plan::base_type::enumeration:
      return expression + (type.array ? "::text[]" : "::text");
    default:
      return expression;
  }
}

std::string in_list(plan::dialect dialect, std::string_view expression,
                    std::string_view list) {
  std::string out{expression};
  if (postgres(dialect))
    return out + " = ANY(" + std::string{list} + ")";
  return out + " IN (SELECT value FROM json_each(" + std::string{list} + "))";
}

std::string distinct_from(plan::dialect dialect, std::string_view a,
                          std::string_view b) {
  return std::string{a}
         + (postgres(dialect) ? " IS DISTINCT FROM " : " IS NOT ")
         + std::string{b};
}

std::string like(plan::dialect dialect, std::string_view text,
                 std::string_view pattern, bool fold) {
  if (postgres(dialect))
    return std::string{text} + (fold ? " ILIKE " : " LIKE ")
           + std::string{pattern};
  // SQLite's LIKE folds ASCII and knows no escape: the driver has functions.
  return std::string{fold ? "troupe_ilike(" : "troupe_like("}
         + std::string{text} + ", " + std::string{pattern} + ")";
}

std::string row(plan::dialect dialect, const std::vector<std::string>& values) {
  return (postgres(dialect) ? "ROW(" : "troupe_row(") + join(values) + ")";
}

std::string rows(plan::dialect dialect, const std::vector<std::string>& values,
                 std::string_view from) {
  auto one = row(dialect, values);
  return postgres(dialect)
           ? "ARRAY(SELECT " + one + " " + std::string{from} + ")"
           : "(SELECT troupe_rows(" + one + ") " + std::string{from} + ")";
}

std::string_view nulls(plan::dialect dialect, bool descending,
                       bool nulls_first) noexcept {
  // PostgreSQL puts nulls last in ascending order, SQLite first.
  bool first_by_default = postgres(dialect) ? descending : !descending;
  if (nulls_first == first_by_default)
    return {};
  return nulls_first ? " NULLS FIRST" : " NULLS LAST";
}

} // namespace troupe::compiler::sql
