#include "compiler/planner/document.hpp"
#include "compiler/planner/roots.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

void plan_count(const root_field& x) {
  list_request rows{x.s.model(x.root.model), {}};
  read_arguments(x.s, x.field, x.definition, x.root.arguments, rows);
  statement_scope q{x.s, {}, 0};
  table_scope t{rows.model, q.alias()};
  std::vector<std::string> conditions;
  for (const auto& [column, value] : rows.equals)
    conditions.push_back(equality(q, t, column, *value));
  for (const auto& [field, value] : rows.field_equals)
    conditions.push_back(field_equality(q, t, field, *value));
  if (rows.where != nullptr && !rows.where->is_null())
    if (auto c = condition(q, t, *rows.where); !c.empty())
      conditions.push_back(std::move(c));
  auto text =
    "SELECT count(*) FROM " + sql::table_name(rows.model) + " AS " + t.alias;
  for (size_t i = 0; i < conditions.size(); ++i)
    text += (i == 0 ? " WHERE " : " AND ") + conditions[i];
  x.out.kind = plan::step_kind::scalar;
  x.out.shape.column = 0;
  x.out.statement = finish(q, std::move(text), false);
}

} // namespace troupe::compiler::planner
