#include "compiler/planner/roots.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

bool finds_one(const plan::model_def& model, const list_request& x) {
  auto covered = [&](const std::vector<int32_t>& key) {
    return !key.empty() && std::ranges::all_of(key, [&](int32_t c) {
      return std::ranges::any_of(x.equals,
                                 [&](const auto& e) { return e.first == c; });
    });
  };
  return covered(model.primary_key)
         || std::ranges::any_of(model.unique_keys, covered);
}

/// The same lookup for many keys at once. The rows bring their key along.
void merge(const session& s, plan::statement& out, const list_sql& list,
           const plan::model_def& model, const list_request& x) {
  if (s.dialect() != plan::dialect::postgres || x.where != nullptr)
    return;
  const auto& c = model.columns[static_cast<size_t>(x.equals[0].first)];
  switch (c.type.base) {
    case plan::base_type::int2:
    case plan::base_type::int4:
    case plan::base_type::int8:
      break;
    default:
      return; // keys must come back in the very form they went out
  }
  table_scope t{model, sql::quote("t0")};
  auto wanted = t.column(x.equals[0].first) + " = $1";
  auto at = out.sql.find(wanted);
  auto from = out.sql.find(list.from.substr(0, 5),
                           top_level(s.dialect(), list.columns).size());
  if (at == std::string::npos || from == std::string::npos || at < from)
    return;
  auto text = out.sql;
  text.replace(at, wanted.size(), t.column(x.equals[0].first) + " = ANY($1)");
  text.insert(from, ", " + t.column(x.equals[0].first) + " ");
  out.merged_sql = std::move(text);
  out.merged_keys = 1;
}

} // namespace

void plan_select(const root_field& x) {
  const auto& model = x.s.model(x.root.model);
  list_request list_of{model, {}};
  list_of.at = x.out.shape.at;
  list_of.single = x.root.kind == plan::root_kind::one;
  read_arguments(x.s, x.field, x.definition, x.root.arguments, list_of);
  auto selected = x.s.fields.collect(x.definition.type->core(), x.field);
  bool by_key = list_of.single && finds_one(model, list_of);
  x.out.kind = list_of.single ? plan::step_kind::one : plan::step_kind::list;
  // A key that an argument leaves open finds nothing rather than anything.
  statement_scope q{x.s, {}, 0};
  auto list = select_list(q, list_of, selected);
  auto text = top_level(x.s.dialect(), list.columns) + " " + list.from;
  if (by_key && text.ends_with(" LIMIT 1"))
    text.resize(text.size() - 8);
  x.out.shape.kind = plan::shape_kind::object;
  x.out.shape.fields = std::move(list.fields);
  x.out.list_nullable = !x.definition.type->non_null();
  auto made = finish(q, std::move(text), false);
  if (by_key && list_of.equals.size() == 1 && made->parameters.size() == 1)
    merge(x.s, *made, list, model, list_of);
  x.out.statement = std::move(made);
}

} // namespace troupe::compiler::planner
