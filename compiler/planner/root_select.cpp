#include "compiler/authoring/names.hpp"
#include "compiler/planner/later.hpp"
#include "compiler/planner/look_ups.hpp"
#include "compiler/planner/merging.hpp"
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

/// Cuts a list that @stream divides; its rest comes later. Of a part that comes
/// later itself it stays whole.
void cut(const root_field& x, list_request& list) {
  auto& later = *x.s.later;
  if (later.take_rest()) {
    list.skip = later.first_items(x.field);
  } else if (later.first_answer()) {
    list.take = later.first_items(x.field);
    if (list.take != nullptr)
      later.rest_of_root(x.field);
  }
}

/// Whether rows of a list may have so much in common that it should come once.
/// What an author's SQL says may differ each time it is asked.
bool worth_looking_up(const statement_scope& q, const list_request& x) {
  constexpr int64_t few = 8;
  bool short_list = x.limit != nullptr && x.limit->leaf < 0
                    && !x.limit->is_null() && x.limit->integer <= few;
  return !x.single && !short_list && !q.opaque && q.s.later == nullptr;
}

/// `"name"("parameter" => $1, ...)`; what is not given has its default.
std::string function_call(const root_field& x, statement_scope& q) {
  std::string out;
  for (size_t i = 0; i < x.root.arguments.size(); ++i) {
    const auto& a = x.root.arguments[i];
    if (a.role != plan::argument_role::value)
      continue;
    const auto* value = argument_value(x.s, x.field, x.definition.arguments[i]);
    if (value == nullptr)
      continue;
    std::string_view scalar = a.type;
    while (scalar.starts_with('['))
      scalar.remove_prefix(1);
    while (scalar.ends_with('!') || scalar.ends_with(']'))
      scalar.remove_suffix(1);
    auto type = plan::scalar_type(scalar);
    type.array = a.type.starts_with('[');
    out += (out.empty() ? "" : ", ") + sql::quote(authoring::snake_case(a.name))
           + " => " + q.bind(*value, type);
  }
  return x.root.sql + "(" + out + ")";
}

} // namespace

void plan_select(const root_field& x) {
  const auto& model = x.s.model(x.root.model);
  list_request list_of{model, {}};
  if (model.abstract != plan::abstract_kind::none && model.discriminator < 0
      && model.document < 0)
    return plan_variants(x);
  list_of.at = x.out.shape.at;
  list_of.field = &x.field;
  bool function = x.root.kind == plan::root_kind::function;
  list_of.single = x.root.kind == plan::root_kind::one
                   || (function && !x.definition.type->nullable().list());
  read_arguments(x.s, x.field, x.definition, x.root.arguments, list_of);
  constexpr int32_t item = 2; // the name and the index
  depth_scope inside{x.s, list_of.single ? 1 : item};
  if (x.s.later != nullptr && !list_of.single)
    cut(x, list_of);
  auto selected = x.s.fields.collect(x.definition.type->core(), x.field);
  bool by_key = list_of.single && finds_one(model, list_of);
  x.out.kind = list_of.single ? plan::step_kind::one : plan::step_kind::list;
  // A key that an argument leaves open finds nothing rather than anything.
  statement_scope q{x.s, {}, 0};
  if (function) {
    q.opaque = true;
    list_of.source = function_call(x, q);
  }
  auto list = select_list(q, list_of, selected);
  std::vector<common_values> common;
  if (worth_looking_up(q, list_of))
    common = find_common_values(list);
  auto text = top_level(x.s.dialect(), list.columns) + " " + list.from;
  if (by_key && text.ends_with(" LIMIT 1"))
    text.resize(text.size() - 8);
  x.out.shape.kind = plan::shape_kind::object;
  x.out.shape.fields = std::move(list.fields);
  x.out.list_nullable = !x.definition.type->non_null();
  auto made = finish(q, std::move(text), false);
  if (list_of.take == nullptr && list_of.skip == nullptr)
    plan_merge(q, *made, list, list_of, by_key);
  if (!common.empty()) {
    auto once = finish(q, once_form(x.s.dialect(), list, common), false);
    once->parameters = made->parameters;
    once->repeatable = made->repeatable;
    x.out.once = std::move(once);
    for (auto& c : common)
      x.out.look_ups.push_back(std::move(c.cells));
  }
  x.out.statement = std::move(made);
  if (by_key && !function)
    note_key(x.out, x.root.model, {model, sql::quote("t0")});
}

} // namespace troupe::compiler::planner
