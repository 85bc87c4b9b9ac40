#include "compiler/authoring/writable.hpp"

#include "compiler/authoring/names.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

namespace {

const plan::field_def* field_of(const plan::model_def& m, int32_t column) {
  for (const auto& f : m.fields)
    if (f.kind == plan::field_kind::column && f.column == column)
      return &f;
  return nullptr;
}

std::string nullable(std::string type) {
  if (type.ends_with('!'))
    type.pop_back();
  return type;
}

} // namespace

std::vector<writable_column> writable_columns(const plan::model_def& m) {
  std::vector<writable_column> out;
  for (size_t i = 0; i < m.columns.size(); ++i) {
    const auto& c = m.columns[i];
    auto column = static_cast<int32_t>(i);
    if (c.generated)
      continue;
    if (const auto* f = field_of(m, column)) {
      out.push_back({f->name, nullable(f->type), column});
      continue;
    }
    auto name = camel_case(c.name);
    bool taken = std::ranges::any_of(
      m.fields, [&](const auto& f) { return f.name == name; });
    if (taken || !valid_name(name))
      continue;
    std::string type{plan::scalar_name(c.type.base)};
    out.push_back(
      {std::move(name), c.type.array ? "[" + type + "]" : type, column});
  }
  return out;
}

const plan::field_def* relation_named(const plan::model_def& m,
                                      std::string_view name) {
  for (const auto& f : m.fields)
    if (f.kind == plan::field_kind::relation && f.name == name)
      return &f;
  return nullptr;
}

bool has_nested(const plan::lazy_list<plan::model_def>& models,
                const plan::model_def& m) noexcept {
  return std::ranges::any_of(m.fields, [&](const auto& f) {
    return f.kind == plan::field_kind::relation
           && models[static_cast<size_t>(
                       m.relations[static_cast<size_t>(f.relation)].model)]
                .writable;
  });
}

bool is_number(plan::base_type x) noexcept {
  switch (x) {
    case plan::base_type::int2:
    case plan::base_type::int4:
    case plan::base_type::int8:
    case plan::base_type::float4:
    case plan::base_type::float8:
    case plan::base_type::numeric:
      return true;
    default:
      return false;
  }
}

bool is_json(plan::base_type x) noexcept {
  return x == plan::base_type::json || x == plan::base_type::jsonb;
}

possible_changes changes_of(const plan::model_def& m) {
  possible_changes out;
  for (const auto& c : writable_columns(m)) {
    const auto& t = m.columns[static_cast<size_t>(c.column)].type;
    out.numbers = out.numbers || (is_number(t.base) && !t.array);
    out.json = out.json || (is_json(t.base) && !t.array);
  }
  return out;
}

} // namespace troupe::compiler::authoring
