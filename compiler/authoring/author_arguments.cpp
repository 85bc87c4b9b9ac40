#include "compiler/authoring/author_run.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

std::vector<plan::argument_def>
author_run::list_arguments(const plan::model_def& target) {
  std::vector<plan::argument_def> out(4);
  out[0] = {"where", target.name + "Where",      {}, "Which rows to take.",
            {},      plan::argument_role::where, -1};
  out[1] = {
    "orderBy", "[" + target.name + "OrderBy!]", {}, "How to order them.",
    {},        plan::argument_role::order_by,   -1};
  out[2] = {"limit", "Int",
            {},      "How many rows at the most.",
            {},      plan::argument_role::limit,
            -1};
  out[3] = {"offset", "Int",
            {},       "How many rows to leave out first.",
            {},       plan::argument_role::offset,
            -1};
  if (!target.filterable)
    out.erase(out.begin(), out.begin() + 2);
  if (!target.aggregates)
    return out;
  auto& distinct = out.emplace_back();
  distinct.name = "distinctOn";
  distinct.type = "[" + target.name + "Grouping!]";
  distinct.description = "Take the first row of each combination of these.";
  distinct.role = plan::argument_role::distinct_on;
  return out;
}

int32_t author_run::column_named(const plan::model_def& m,
                                 std::string_view name) {
  for (size_t i = 0; i < m.columns.size(); ++i)
    if (m.columns[i].name == name)
      return static_cast<int32_t>(i);
  return -1;
}

plan::argument_def
author_run::argument(const language::input_value_definition& a,
                     const plan::model_def& m, size_t file) {
  plan::argument_def out;
  out.name = a.name.text;
  out.type = types::notation(*a.type);
  if (a.default_value != nullptr)
    out.default_value = documents_[file].text().substr(
      a.default_value->at.begin,
      a.default_value->at.end - a.default_value->at.begin);
  out.description = text_of(a.description);
  out.deprecation = deprecation(a.directives);
  constexpr std::pair<std::string_view, plan::argument_role> roles[] = {
    {"where", plan::argument_role::where},
    {"orderBy", plan::argument_role::order_by},
    {"limit", plan::argument_role::limit},
    {"offset", plan::argument_role::offset},
    {"distinctOn", plan::argument_role::distinct_on},
  };
  for (const auto& [name, role] : roles)
    if (a.name.text == name) {
      out.role = role;
      return out;
    }
  // Values in a document have no column.
  for (size_t i = 0; i < m.fields.size(); ++i)
    if (m.fields[i].kind == plan::field_kind::document
        && m.fields[i].name == a.name.text && m.fields[i].column < 0) {
      out.field = static_cast<int32_t>(i);
      return out;
    }
  out.column = column_for(a, m, file);
  return out;
}

plan::argument_def
author_run::plain_argument(const language::input_value_definition& a,
                           size_t file) {
  plan::model_def none;
  none.columns.push_back({std::string{snake_case(a.name.text)},
                          type_of(core_name(*a.type), {}, is_list(*a.type))});
  return argument(a, none, file);
}

plan::argument_def
author_run::written_argument(const language::input_value_definition& a,
                             int32_t model, size_t file) {
  auto& m = out_.catalog.models[static_cast<size_t>(model)];
  for (auto& in : out_.catalog.inputs) {
    if (in.name != core_name(*a.type))
      continue;
    in.model = model;
    const auto& [x, input_file] = types_.at(in.name);
    for (size_t i = 0; i < in.fields.size(); ++i)
      in.fields[i].column = column_for(x->input_fields[i], m, input_file);
    plan::argument_def out;
    out.name = a.name.text;
    out.type = types::notation(*a.type);
    out.description = text_of(a.description);
    out.role = plan::argument_role::input;
    return out;
  }
  auto out = argument(a, m, file);
  out.role = plan::argument_role::value;
  return out;
}

} // namespace troupe::compiler::authoring
