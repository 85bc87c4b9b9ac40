#include "compiler/planner/aggregate.hpp"
#include "compiler/planner/fraiseql.hpp"
#include "compiler/planner/where_walk.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

class builder : public where_walk<builder> {
public:
  static constexpr std::string_view all = "and", any = "or", none = "not";

  using where_walk::where_walk;

  static std::string inverted(std::string inner) {
    return negated(std::move(inner));
  }

  static std::string other(const graphql::types::input_field&) {
    return {};
  }

  std::string field(const plan::field_def& field, const input& x) {
    if (field.kind == plan::field_kind::relation)
      return relation(field, x);
    if (field.kind == plan::field_kind::aggregate)
      return related_aggregate_condition(
        q_, t_, t_.model.relations[static_cast<size_t>(field.relation)], x);
    return comparison(field, x);
  }

private:
  std::string relation(const plan::field_def& field, const input& x) {
    const auto& r = t_.model.relations[static_cast<size_t>(field.relation)];
    if (!r.many)
      return exists(r, x, false);
    std::vector<std::string> parts;
    for (const auto& f : x.fields) {
      if (f.value.is_null())
        continue;
      if (f.name == "some")
        parts.push_back(exists(r, f.value, false));
      else if (f.name == "none")
        parts.push_back("NOT " + exists(r, f.value, false));
      else
        parts.push_back("NOT " + exists(r, f.value, true));
    }
    return join_conditions(parts, " AND ");
  }

  std::string exists(const plan::relation_def& r, const input& x,
                     bool failing) {
    table_scope other{q_.s.model(r.model), q_.alias()};
    auto inner = builder{q_, other}.where(x);
    if (failing)
      inner = negated(inner.empty() ? "TRUE" : inner);
    return "EXISTS (SELECT 1 FROM " + sql::table_name(other.model) + " AS "
           + other.alias + " WHERE " + join_condition(r, t_, other)
           + (inner.empty() ? "" : " AND " + inner) + ")";
  }

  std::string comparison(const plan::field_def& field, const input& x) {
    if (field.kind == plan::field_kind::expression)
      q_.opaque = true;
    auto value = operand_of(q_.s, t_, field);
    value.renames = field.kind == plan::field_kind::document
                      ? document_renames(q_.s, field)
                      : enum_renames(q_.s, t_.model, field.column);
    return compare(q_, value, x);
  }
};

} // namespace

std::string condition(statement_scope& q, const table_scope& t,
                      const input& where) {
  if (q.s.in.catalog.fraiseql)
    return fraiseql_condition(q, t, where);
  return builder{q, t}.where(where);
}

std::string equality(statement_scope& q, const table_scope& t, int32_t column,
                     const input& value) {
  if (value.is_null())
    return t.column(column) + " IS NULL";
  const auto& c = t.model.columns[static_cast<size_t>(column)];
  return t.column(column) + " = "
         + q.bind(value, c.type, plan::transform::none,
                  enum_renames(q.s, t.model, column));
}

} // namespace troupe::compiler::planner
