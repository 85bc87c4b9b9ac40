#include "compiler/planner/fact_rows.hpp"

#include "base/json_write.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

void fact_rows::constant(plan::shape& to, std::string text) {
  to.kind = plan::shape_kind::literal;
  to.literal = std::move(text);
}

void fact_rows::add(plan::shape& to, const operand& x) {
  to.column = columns.add(sql::readable(q_.s.dialect(), x.type, x.text));
  to.scale = x.type.scale;
}

bool fact_rows::described(plan::shape& to, const collected_field& f,
                          const graphql::types::field& definition,
                          std::string_view type) {
  describe(q_.s, f, definition, type, to);
  bool name = &definition == &q_.s.in.schema.typename_field();
  if (name)
    constant(to, json::quoted(type));
  return name;
}

std::string fact_rows::source(const std::string& rows) {
  auto out = " FROM " + (rows.empty() ? sql::table_name(t_.model) : rows)
             + " AS " + t_.alias;
  if (given(x_.where))
    if (auto c = condition(q_, t_, *x_.where); !c.empty())
      out += " WHERE " + c;
  return out;
}

} // namespace troupe::compiler::planner
