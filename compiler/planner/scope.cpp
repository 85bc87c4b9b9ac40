#include "compiler/planner/scope.hpp"

#include "compiler/planner/bind.hpp"
#include "compiler/sql/dialect.hpp"
#include "graphql/validation/coerce.hpp"

namespace troupe::compiler::planner {

void session::fail(uint32_t at, std::string why) {
  if (!failed())
    failure = {ec::bad_user_input, std::move(why), {in.document.locate(at)}};
}

std::string statement_scope::alias() {
  return sql::quote("t" + std::to_string(aliases++));
}

namespace {

/// Whether a value written in the document has variables in it.
bool holds_variables(const input& x) noexcept {
  if (x.leaf >= 0)
    return true;
  for (const auto& item : x.items)
    if (holds_variables(item))
      return true;
  for (const auto& f : x.fields)
    if (holds_variables(f.value))
      return true;
  return false;
}

/// `[$a, "x"]`: a parameter for each item, for the plan serves other values of
/// the variables too.
std::string
bind_items(statement_scope& q, const input& value,
           const plan::column_type& type,
           const std::vector<std::pair<std::string, std::string>>& renames) {
  auto item = type;
  item.array = false;
  bool sqlite = q.s.dialect() == plan::dialect::sqlite;
  std::string out = sqlite ? "json_array(" : "ARRAY[";
  for (size_t i = 0; i < value.items.size(); ++i)
    out += (i > 0 ? ", " : "")
           + q.bind(value.items[i], item, plan::transform::none, renames);
  if (sqlite)
    return out + ")";
  return out + "]" + (type.name.empty() ? "" : "::" + type.name + "[]");
}

} // namespace

std::string statement_scope::bind(
  const input& value, const plan::column_type& type, plan::transform transform,
  std::vector<std::pair<std::string, std::string>> renames, int64_t most) {
  if (value.leaf < 0 && holds_variables(value)) {
    if (value.kind == graphql::types::input_kind::list
        && (transform == plan::transform::list || type.array))
      return bind_items(*this, value, type, renames);
    s.fail(0, "A variable may not stand inside of this value; hand over the "
              "whole value as a variable.");
  }
  plan::parameter p;
  p.type = type;
  p.transform = transform;
  p.most = most;
  p.renames = std::move(renames);
  return bind(value, std::move(p));
}

std::string statement_scope::bind(const input& value, plan::parameter p,
                                  uint32_t at) {
  p.leaf = value.leaf;
  if (value.leaf < 0) {
    auto bound = bind_input(value, p, s.dialect());
    if (!bound) {
      s.fail(at, bound.error().detail);
    } else {
      p.constant = bound->value;
      p.constant_text = std::move(bound->text);
    }
  }
  parameters.push_back(std::move(p));
  return sql::placeholder(s.dialect(), parameters.size());
}

std::string table_scope::column(int32_t index) const {
  return alias + "."
         + sql::quote(model.columns[static_cast<size_t>(index)].name);
}

const input* argument_value(session& s, const collected_field& field,
                            const graphql::types::input_value& argument) {
  for (const auto& a : field.first().arguments) {
    if (a.name.text != argument.name)
      continue;
    const auto* x = graphql::validation::coerce_literal(
      *argument.type, a.value, s.in.variables, s.memory);
    if (x != nullptr)
      return x;
  }
  if (argument.default_value == nullptr)
    return nullptr;
  return graphql::validation::coerce_literal(
    *argument.type, *argument.default_value, s.in.variables, s.memory);
}

std::vector<std::pair<std::string, std::string>>
enum_renames(const session& s, const plan::model_def& m, int32_t column) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& f : m.fields) {
    if (f.column != column || f.kind != plan::field_kind::column)
      continue;
    const auto* type = s.in.schema.find(m.name);
    const auto* field = type == nullptr ? nullptr : type->find_field(f.name);
    if (field == nullptr)
      continue;
    const auto& core = field->type->core();
    if (core.kind != graphql::types::kind::enum_ || core.tag < 0)
      continue;
    for (const auto& v :
         s.in.catalog.enums[static_cast<size_t>(core.tag)].values)
      if (v.name != v.sql)
        out.emplace_back(v.name, v.sql);
  }
  return out;
}

std::string expand_expression(const table_scope& t, std::string_view text) {
  std::string out = "(";
  for (size_t i = 0; i < text.size(); ++i) {
    auto close = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
    auto name = close == std::string_view::npos
                  ? std::string_view{}
                  : text.substr(i + 1, close - i - 1);
    bool known = false;
    for (const auto& c : t.model.columns)
      known = known || (!name.empty() && c.name == name);
    if (known) {
      out += t.alias + "." + sql::quote(name);
      i = close;
    } else {
      out += text[i];
    }
  }
  return out + ")";
}

std::string join_condition(const plan::relation_def& r, const table_scope& from,
                           const table_scope& to) {
  std::string out;
  for (const auto& p : r.on)
    out += (out.empty() ? "" : " AND ") + to.column(p.remote) + " = "
           + from.column(p.local);
  return out;
}

} // namespace troupe::compiler::planner
