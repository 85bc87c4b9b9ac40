#include "base/json_write.hpp"
#include "compiler/planner/roots.hpp"
#include "compiler/sql/dialect.hpp"

/// Interfaces and unions.
namespace troupe::compiler::planner {

std::vector<plan::shape> select_variants(statement_scope& q,
                                         const table_scope& t,
                                         const collected_field& field,
                                         tuple& columns, std::string* joins) {
  plan::shape out;
  out.kind = plan::shape_kind::variants;
  out.nullable = false;
  out.at = field.first().at.begin;
  out.coordinate = t.model.name;
  const auto& type =
    t.model.columns[static_cast<size_t>(t.model.discriminator)].type;
  out.column = columns.add(
    sql::readable(q.s.dialect(), type, t.column(t.model.discriminator)));
  for (const auto& v : t.model.variants) {
    const auto& model = q.s.model(v.model);
    table_scope same{model, t.alias};
    auto& to = out.fields.emplace_back();
    to.kind = plan::shape_kind::object;
    to.name = v.value;
    to.at = out.at;
    to.coordinate = model.name;
    to.fields = select_fields(
      q, same, q.s.fields.collect(*q.s.in.schema.find(model.name), field),
      columns, joins);
  }
  std::vector<plan::shape> list;
  list.push_back(std::move(out));
  return list;
}

namespace {

/// How many rows of one table can show in a list of all, if that is known.
input most_of_each(const session& s, const list_request& cut) {
  auto constant = [](const input* x) {
    return x == nullptr || x->is_null() || (x->leaf < 0 && x->integer >= 0);
  };
  input out;
  if (cut.limit == nullptr || cut.limit->is_null() || !constant(cut.limit)
      || !constant(cut.offset))
    return out;
  auto most =
    cut.limit->integer + (cut.offset == nullptr ? 0 : cut.offset->integer);
  if (s.in.catalog.max_limit == 0 || most <= s.in.catalog.max_limit) {
    out.kind = graphql::types::input_kind::integer;
    out.integer = most;
  }
  return out;
}

} // namespace

void plan_variants(const root_field& x) {
  const auto& model = x.s.model(x.root.model);
  statement_scope q{x.s, {}, 0};
  list_request cut{model, {}};
  cut.at = x.out.shape.at;
  read_arguments(x.s, x.field, x.definition, x.root.arguments, cut);
  auto most = most_of_each(x.s, cut);
  plan::shape shape;
  shape.kind = plan::shape_kind::variants;
  shape.nullable = false;
  shape.column = 0;
  shape.at = x.out.shape.at;
  shape.coordinate = model.name;
  std::string branches;
  for (size_t i = 0; i < model.variants.size(); ++i) {
    const auto& member = x.s.model(model.variants[i].model);
    list_request rows{member, {}};
    rows.nested = true;
    if (most.integer > 0)
      rows.limit = &most;
    auto list = select_list(
      q, rows, x.s.fields.collect(*x.s.in.schema.find(member.name), x.field));
    auto& to = shape.fields.emplace_back();
    to.kind = plan::shape_kind::row;
    to.name = std::to_string(i);
    to.column = 1;
    to.at = shape.at;
    to.coordinate = member.name;
    to.fields = std::move(list.fields);
    branches += (i == 0 ? "" : " UNION ALL ") + std::string{"SELECT '"}
                + to.name + "' AS variant, branch.value AS value, "
                + "row_number() OVER () AS place FROM (SELECT "
                + sql::row(x.s.dialect(), list.columns.values()) + " AS value "
                + list.from + ") AS branch";
  }
  bool sqlite = x.s.dialect() == plan::dialect::sqlite;
  auto text = "SELECT variant, value"
              + std::string{sqlite ? " AS troupe_row_1" : ""} + " FROM ("
              + branches + ") AS branches ORDER BY variant, place"
              + limits(q, cut);
  x.out.kind = plan::step_kind::list;
  x.out.list_nullable = !x.definition.type->non_null();
  x.out.shape.kind = plan::shape_kind::object;
  x.out.shape.fields.push_back(std::move(shape));
  x.out.statement = finish(q, std::move(text), false);
}

} // namespace troupe::compiler::planner
