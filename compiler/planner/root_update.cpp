#include "compiler/planner/update.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

using role = plan::argument_role;

void update_builder::arguments() {
  for (size_t i = 0; i < x_.root.arguments.size(); ++i)
    if (const auto* value =
          argument_value(x_.s, x_.field, x_.definition.arguments[i]))
      argument(i, *value);
}

std::string update_builder::where() const {
  if (expected_.empty())
    return where_;
  return where_ + (where_.empty() ? " WHERE " : " AND ") + expected_;
}

write_sql update_builder::finish() {
  if (sets_.empty())
    to_.fail("There is nothing to change: give a value to set.");
  bool sqlite = x_.s.dialect() == plan::dialect::sqlite;
  return {t_.model, change::update, t_.alias,
          "UPDATE " + sql::table_name(t_.model)
            + (sqlite ? "" : " AS " + t_.alias) + " SET " + sets_ + where(),
          std::move(columns_)};
}

void update_builder::argument(size_t i, const input& value) {
  const auto& d = x_.root.arguments[i];
  switch (d.role) {
    case role::where:
      return narrow(condition(q_, t_, value));
    case role::equals:
      return narrow(equality(q_, t_, d.column, value));
    case role::expect:
      return expect(i, value);
    case role::object: // rows that are related, see plan_nested_update
      return;
    default:
      break;
  }
  if (value.is_null() && d.role != role::value)
    return;
  std::vector<assignment> all;
  read_assignments(x_, i, value, all);
  for (const auto& a : all)
    set(d.role, a);
}

void update_builder::changes(role how, const input& value) {
  for (const auto& c : authoring::writable_columns(t_.model))
    if (const auto* given = value.find(c.name))
      set(how, {c.column, given});
}

void update_builder::changes_in(const input& object) {
  constexpr std::pair<std::string_view, role> known[] = {
    {"set", role::set},
    {"inc", role::increase},
    {"append", role::append},
    {"deleteKey", role::delete_key}};
  for (const auto& [name, how] : known)
    if (const auto* given = object.find(name);
        given != nullptr && !given->is_null())
      changes(how, *given);
}

void update_builder::put(int32_t column, const std::string& expression) {
  for (auto c : columns_)
    if (c == column)
      return to_.fail("Column \"" + name_of(column) + "\" is changed twice.");
  columns_.push_back(column);
  sets_ += (sets_.empty() ? "" : ", ")
           + sql::quote(t_.model.columns[static_cast<size_t>(column)].name)
           + " = " + expression;
}

void update_builder::narrow(const std::string& part) {
  if (!part.empty())
    where_ += (where_.empty() ? " WHERE " : " AND ") + part;
}

void update_builder::set(role how, const assignment& a) {
  // To add, merge or take out nothing leaves the column alone.
  bool changes =
    how == role::increase || how == role::append || how == role::delete_key;
  if (changes && a.value->is_null())
    return;
  put(a.column, value(how, a));
}

std::string update_builder::name_of(int32_t column) const {
  for (const auto& c : authoring::writable_columns(t_.model))
    if (c.column == column)
      return c.name;
  return {};
}

std::string update_builder::value(role how, const assignment& a) {
  auto old = t_.column(a.column);
  bool pg = x_.s.dialect() == plan::dialect::postgres;
  plan::column_type text;
  text.base = plan::base_type::text;
  switch (how) {
    case role::increase:
      return old + " + " + bind_column(q_, t_.model, a.column, *a.value);
    case role::append: {
      auto more = bind_column(q_, t_.model, a.column, *a.value);
      return pg ? json(a.column, "coalesce(" + old + "::jsonb, '{}') || " + more
                                   + "::jsonb")
                : "json_patch(coalesce(" + old + ", '{}'), " + more + ")";
    }
    case role::delete_key: {
      auto key = q_.bind(*a.value, text);
      return pg ? json(a.column, old + "::jsonb - " + key + "::text")
                : "json_remove(" + old + ", '$.\"' || " + key + " || '\"')";
    }
    default:
      return bind_column(q_, t_.model, a.column, *a.value);
  }
}

/// Back to the column's own type.
std::string update_builder::json(int32_t column, std::string x) const {
  const auto& type = t_.model.columns[static_cast<size_t>(column)].type;
  return type.base == plan::base_type::json ? "(" + x + ")::json" : x;
}

/// All of the values, null being one; otherwise the statement fails with a
/// text that the drivers know (`troupe:changed`).
void update_builder::expect(size_t i, const input& value) {
  if (value.is_null())
    return;
  std::vector<assignment> all;
  read_assignments(x_, i, value, all);
  std::string holds;
  for (const auto& a : all)
    holds +=
      (holds.empty() ? "" : " AND ") + equality(q_, t_, a.column, *a.value);
  if (holds.empty())
    return;
  if (x_.s.dialect() == plan::dialect::sqlite)
    expected_ = "troupe_expect(" + holds + ")";
  else
    expected_ = "CASE WHEN (" + holds
                + ") IS NOT TRUE THEN 'troupe:changed' ELSE 'true' "
                  "END::boolean";
}

namespace {

/// What an update says about related rows; null: nothing.
const input* nested_in(const root_field& x) {
  for (size_t i = 0; i < x.root.arguments.size(); ++i)
    if (x.root.arguments[i].role == role::object)
      if (const auto* value =
            argument_value(x.s, x.field, x.definition.arguments[i]);
          value != nullptr && !value->fields.empty())
        return value;
  return nullptr;
}

/// One row, unless it gets another key. A script of two writes and reads it.
void note_row(const root_field& x, const table_scope& t, const write_sql& w) {
  const auto& parts = x.out.statement->parts;
  bool one = parts.empty() || (parts.size() == 2 && !parts[1]->writes);
  bool moved = std::ranges::any_of(w.columns, [&](int32_t c) {
    return std::ranges::find(t.model.primary_key, c)
           != t.model.primary_key.end();
  });
  if (one && !moved)
    note_key(x.out, x.root.model, t);
}

} // namespace

void plan_update(const root_field& x) {
  const auto& model = x.s.model(x.root.model);
  write_script to{x};
  x.out.writes.push_back(x.root.model);
  if (const auto* nested = nested_in(x))
    return plan_nested_update(x, *nested);
  statement_scope q{x.s, {}, 0};
  auto t = target_of(q, model);
  update_builder rows{to, q, t};
  rows.arguments();
  auto w = rows.finish();
  if (x.s.failed())
    return;
  x.out.change = plan::write_kind::updates;
  if (x.root.kind != plan::root_kind::update_one)
    return answer_many(to, q, w);
  answer_one(to, q, w);
  note_row(x, t, w);
}

} // namespace troupe::compiler::planner
