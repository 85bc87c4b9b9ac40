#include "compiler/planner/connection.hpp"
#include "compiler/planner/roots.hpp"

namespace troupe::compiler::planner {

void plan_connection(const root_field& x) {
  list_request rows{x.s.model(x.root.model), {}};
  rows.at = x.out.shape.at;
  read_arguments(x.s, x.field, x.definition, x.root.arguments, rows);
  statement_scope q{x.s, {}, 0};
  tuple columns;
  select_connection(q, rows, x.field, x.definition, columns, x.out.shape);
  if (columns.values().empty())
    columns.add("1");
  x.out.kind = plan::step_kind::one;
  x.out.statement = finish(q, top_level(x.s.dialect(), columns), false);
}

} // namespace troupe::compiler::planner
