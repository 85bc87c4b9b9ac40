#include "compiler/planner/document.hpp"
#include "compiler/planner/fraiseql.hpp"
#include "compiler/planner/scope.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

sort_key key(plan::dialect dialect, std::string expression,
             std::string_view word) {
  sort_key out;
  out.expression = std::move(expression);
  out.descending = word.starts_with("DESC");
  out.nulls_first =
    word.ends_with("FIRST") || (out.descending && !word.ends_with("LAST"));
  out.direction =
    (out.descending ? " DESC" : "")
    + std::string{sql::nulls(dialect, out.descending, out.nulls_first)};
  return out;
}

void keys_of(statement_scope& q, const table_scope& t, const input& one,
             std::vector<sort_key>& out, std::string& joins, bool related) {
  for (const auto& x : one.fields) {
    if (x.value.is_null())
      continue;
    for (const auto& f : t.model.fields) {
      if (f.name != x.name)
        continue;
      if (f.kind == plan::field_kind::column) {
        const auto& c = t.model.columns[static_cast<size_t>(f.column)];
        auto& k = out.emplace_back(
          key(q.s.dialect(), t.column(f.column), x.value.text));
        k.type = c.type;
        // A related row may not be there at all.
        k.nullable = c.nullable || related;
      } else if (f.kind == plan::field_kind::expression) {
        q.opaque = true;
        out.push_back(
          key(q.s.dialect(), expand_expression(t, f.sql), x.value.text));
      } else if (f.kind == plan::field_kind::document) {
        if (is_object(q.s, f)) {
          keys_of(q, within_document(q.s, t, f), x.value, out, joins, true);
          continue;
        }
        auto value = operand_of(q.s, t, f);
        auto& k =
          out.emplace_back(key(q.s.dialect(), value.text, x.value.text));
        k.type = value.type;
      } else {
        const auto& r = t.model.relations[static_cast<size_t>(f.relation)];
        table_scope other{q.s.model(r.model), q.alias()};
        joins += " LEFT JOIN " + sql::table_name(other.model) + " AS "
                 + other.alias + " ON " + join_condition(r, t, other);
        keys_of(q, other, x.value, out, joins, true);
      }
    }
  }
}

} // namespace

void order_keys(statement_scope& q, const table_scope& t, const input& order_by,
                std::vector<sort_key>& out, std::string& joins) {
  if (q.s.in.catalog.fraiseql)
    return fraiseql_order_keys(q, t, order_by, out);
  for (const auto& one : order_by.items)
    keys_of(q, t, one, out, joins, false);
}

} // namespace troupe::compiler::planner
