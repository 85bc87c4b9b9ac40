#include "compiler/planner/roots.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

template <class F>
void add_object(const session& s, const graphql::types::input_value& argument,
                const input& value, F add) {
  const auto& type = argument.type->core();
  for (const auto& in : s.in.catalog.inputs) {
    if (in.name != type.name)
      continue;
    for (const auto& field : in.fields)
      if (const auto* given = value.find(field.name))
        add(field.column, *given);
  }
}

} // namespace

void plan_insert(const root_field& x) {
  const auto& model = x.s.model(x.root.model);
  statement_scope q{x.s, {}, 0};
  std::string names;
  std::string values;
  auto add = [&](int32_t column, const input& value) {
    const auto& c = model.columns[static_cast<size_t>(column)];
    names += (names.empty() ? "" : ", ") + sql::quote(c.name);
    values += (values.empty() ? "" : ", ")
              + q.bind(value, c.type, plan::transform::none,
                       enum_renames(x.s, model, column));
  };
  for (size_t i = 0; i < x.root.arguments.size(); ++i) {
    const auto* value = argument_value(x.s, x.field, x.definition.arguments[i]);
    if (value == nullptr)
      continue;
    if (x.root.arguments[i].role == plan::argument_role::value)
      add(x.root.arguments[i].column, *value);
    else
      add_object(x.s, x.definition.arguments[i], *value, add);
  }
  auto head = "INSERT INTO " + sql::table_name(model)
              + (names.empty() ? " DEFAULT VALUES"
                               : " (" + names + ") VALUES (" + values + ")");
  auto selected = x.s.fields.collect(x.definition.type->core(), x.field);
  tuple columns;
  x.out.kind = plan::step_kind::one;
  x.out.shape.kind = plan::shape_kind::object;
  std::string text;
  if (x.s.dialect() == plan::dialect::postgres) {
    table_scope t{model, sql::quote("written")};
    std::string joins;
    x.out.shape.fields = select_fields(q, t, selected, columns, &joins);
    text = "WITH written AS (" + head + " RETURNING *) "
           + top_level(x.s.dialect(), columns) + " FROM written" + joins;
  } else {
    table_scope t{model, sql::quote(model.table)};
    x.out.shape.fields = select_fields(q, t, selected, columns, nullptr);
    if (columns.values().empty())
      columns.add("1");
    text = head + " RETURNING " + top_level(x.s.dialect(), columns).substr(7);
  }
  x.out.statement = finish(q, std::move(text), true);
}

} // namespace troupe::compiler::planner
