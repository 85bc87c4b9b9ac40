#include "compiler/planner/write.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

/// ` WHERE ...` of the argument `where`, or of the equalities.
std::string found(statement_scope& q, const root_field& x,
                  const table_scope& t) {
  std::string out;
  for (size_t i = 0; i < x.root.arguments.size(); ++i) {
    const auto& d = x.root.arguments[i];
    const auto* value = argument_value(x.s, x.field, x.definition.arguments[i]);
    if (value == nullptr)
      continue;
    std::string part;
    if (d.role == plan::argument_role::where)
      part = condition(q, t, *value);
    else if (d.role == plan::argument_role::equals)
      part = equality(q, t, d.column, *value);
    if (!part.empty())
      out += (out.empty() ? " WHERE " : " AND ") + part;
  }
  return out;
}

/// SQLite: the answer is read before the rows go.
void read_then_delete(write_script& to, const plan::model_def& model,
                      bool one) {
  const auto& x = to.x;
  statement_scope q{x.s, {}, 0};
  table_scope t{model, q.alias()};
  auto where = found(q, x, t);
  auto from = sql::table_name(model) + " AS " + t.alias;
  tuple columns;
  std::string joins;
  std::string text;
  auto selected = selected_rows(x, one);
  if (one) {
    x.out.kind = plan::step_kind::one;
    x.out.shape.kind = plan::shape_kind::object;
    x.out.shape.fields = select_fields(q, t, selected, columns, &joins);
    if (columns.values().empty())
      columns.add("1");
    text = top_level(x.s.dialect(), columns) + " FROM " + from + joins + where;
  } else {
    table_scope outer{model, q.alias()};
    auto fields = select_fields(q, outer, selected, columns, &joins);
    if (columns.values().empty())
      columns.add("1");
    statement_scope again{x.s, std::move(q.parameters), q.aliases};
    auto counted = found(again, x, t);
    q.parameters = std::move(again.parameters);
    describe_many(to, "(SELECT count(*) FROM " + from + counted + ")",
                  nested_rows(x.s.dialect(), columns,
                              "FROM (SELECT " + t.alias + ".* FROM " + from
                                + where + ") AS " + outer.alias + joins),
                  std::move(fields), text);
  }
  to.parts.push_back(finish(q, std::move(text), false));
  statement_scope last{x.s, {}, 0};
  auto target = target_of(last, model);
  auto condition_again = found(last, x, target);
  to.add(last, "DELETE FROM " + sql::table_name(model) + condition_again);
  x.out.statement = make_script(to.parts, 0);
}

} // namespace

void plan_delete(const root_field& x) {
  const auto& model = x.s.model(x.root.model);
  bool one = x.root.kind == plan::root_kind::delete_one;
  write_script to{x};
  x.out.writes.push_back(x.root.model);
  x.out.change = plan::write_kind::deletes;
  bool sqlite = x.s.dialect() == plan::dialect::sqlite;
  if (sqlite && !(one && plain(x.s, model, selected_rows(x, true))))
    return read_then_delete(to, model, one);
  statement_scope q{x.s, {}, 0};
  auto t = target_of(q, model);
  auto text = "DELETE FROM " + sql::table_name(model)
              + (sqlite ? "" : " AS " + t.alias) + found(q, x, t);
  write_sql w{model, change::delete_, t.alias, std::move(text), {}};
  if (!one)
    return answer_many(to, q, w);
  answer_one(to, q, w);
  const auto& parts = x.out.statement->parts;
  if (parts.empty() || (parts.size() == 2 && !parts[1]->writes))
    note_key(x.out, x.root.model, t);
}

} // namespace troupe::compiler::planner
