#include "compiler/planner/aggregate.hpp"
#include "compiler/planner/document.hpp"
#include "compiler/planner/fraiseql.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

sort_key sort_by(plan::dialect dialect, std::string expression,
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

namespace {

void keys_of(statement_scope& q, const table_scope& t, const input& one,
             std::vector<sort_key>& out, std::string& joins, bool related) {
  for (const auto& x : one.fields) {
    if (x.value.is_null())
      continue;
    for (const auto& f : t.model.fields) {
      if (f.name != x.name)
        continue;
      if (x.value.kind == graphql::types::input_kind::object
          && f.kind == plan::field_kind::column) {
        sort_key k;
        k.expression = vector_distance(
          q, t.column(f.column),
          t.model.columns[static_cast<size_t>(f.column)].type, x.value);
        k.type = plain_type(plan::base_type::float8);
        k.distance = true;
        out.push_back(std::move(k));
      } else if (f.kind == plan::field_kind::column) {
        const auto& c = t.model.columns[static_cast<size_t>(f.column)];
        auto& k = out.emplace_back(
          sort_by(q.s.dialect(), t.column(f.column), x.value.text));
        k.type = c.type;
        // A related row may not be there at all.
        k.nullable = c.nullable || related;
      } else if (f.kind == plan::field_kind::expression) {
        q.opaque = true;
        out.push_back(
          sort_by(q.s.dialect(), expand_expression(t, f.sql), x.value.text));
      } else if (f.kind == plan::field_kind::document) {
        if (is_object(q.s, f)) {
          keys_of(q, within_document(q.s, t, f), x.value, out, joins, true);
          continue;
        }
        auto value = operand_of(q.s, t, f);
        auto& k =
          out.emplace_back(sort_by(q.s.dialect(), value.text, x.value.text));
        k.type = value.type;
      } else if (f.kind == plan::field_kind::aggregate) {
        related_aggregate_order(
          q, t, t.model.relations[static_cast<size_t>(f.relation)], x.value,
          out);
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
