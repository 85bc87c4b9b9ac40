#include "compiler/planner/scope.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

std::string direction(plan::dialect dialect, std::string_view word) {
  bool descending = word.starts_with("DESC");
  bool nulls_first =
    word.ends_with("FIRST") || (descending && !word.ends_with("LAST"));
  return (descending ? " DESC" : "")
         + std::string{sql::nulls(dialect, descending, nulls_first)};
}

void keys_of(statement_scope& q, const table_scope& t, const input& one,
             std::vector<sort_key>& out, std::string& joins) {
  for (const auto& x : one.fields) {
    if (x.value.is_null())
      continue;
    for (const auto& f : t.model.fields) {
      if (f.name != x.name)
        continue;
      if (f.kind == plan::field_kind::column) {
        out.push_back(
          {t.column(f.column), direction(q.s.dialect(), x.value.text)});
      } else if (f.kind == plan::field_kind::expression) {
        q.opaque = true;
        out.push_back({expand_expression(t, f.sql),
                       direction(q.s.dialect(), x.value.text)});
      } else {
        const auto& r = t.model.relations[static_cast<size_t>(f.relation)];
        table_scope other{q.s.model(r.model), q.alias()};
        joins += " LEFT JOIN " + sql::table_name(other.model) + " AS "
                 + other.alias + " ON " + join_condition(r, t, other);
        keys_of(q, other, x.value, out, joins);
      }
    }
  }
}

} // namespace

void order_keys(statement_scope& q, const table_scope& t, const input& order_by,
                std::vector<sort_key>& out, std::string& joins) {
  for (const auto& one : order_by.items)
    keys_of(q, t, one, out, joins);
}

} // namespace troupe::compiler::planner
