#include "compiler/planner/roots.hpp"

namespace troupe::compiler::planner {

void plan_expression(const root_field& x) {
  statement_scope q{x.s, {}, 0};
  q.opaque = true;
  std::string text = "SELECT ";
  size_t from = 0;
  // `{argument}` stands for the value of an argument.
  for (size_t i = 0; i < x.root.arguments.size(); ++i) {
    auto mark = "{" + x.root.arguments[i].name + "}";
    auto at = x.root.sql.find(mark, from);
    if (at == std::string::npos)
      continue;
    static const input none;
    const auto* value = argument_value(x.s, x.field, x.definition.arguments[i]);
    plan::column_type type;
    type.base = plan::base_type::text;
    text += x.root.sql.substr(from, at - from)
            + q.bind(value == nullptr ? none : *value, type);
    from = at + mark.size();
  }
  text += x.root.sql.substr(from) + " AS value";
  x.out.kind = plan::step_kind::scalar;
  x.out.shape.column = 0;
  x.out.statement =
    finish(q, std::move(text), x.root.operation == plan::operation::mutation);
}

} // namespace troupe::compiler::planner
