#include "compiler/planner/write.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

using role = plan::argument_role;

/// An UPDATE under construction.
class update_builder {
public:
  update_builder(const root_field& x, statement_scope& q, const table_scope& t)
    : x_(x), q_(q), t_(t) {
    // nop
  }

  write_sql run() {
    for (size_t i = 0; i < x_.root.arguments.size(); ++i)
      if (const auto* value =
            argument_value(x_.s, x_.field, x_.definition.arguments[i]))
        argument(i, *value);
    if (sets_.empty())
      x_.s.fail(x_.out.shape.at,
                "There is nothing to change: give a value to set.");
    // The expectation comes last and only where the rest holds: it fails the
    // statement rather than finding nothing.
    for (const auto& e : expected_)
      where_ += (where_.empty() ? " WHERE " : " AND ") + e;
    bool sqlite = x_.s.dialect() == plan::dialect::sqlite;
    return {t_.model, change::update, t_.alias,
            "UPDATE " + sql::table_name(t_.model)
              + (sqlite ? "" : " AS " + t_.alias) + " SET " + sets_ + where_,
            std::move(columns_)};
  }

private:
  void argument(size_t i, const input& value) {
    const auto& d = x_.root.arguments[i];
    switch (d.role) {
      case role::where:
        return narrow(condition(q_, t_, value));
      case role::equals:
        return narrow(equality(q_, t_, d.column, value));
      case role::expect:
        return expect(i, value);
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

  void narrow(const std::string& part) {
    if (!part.empty())
      where_ += (where_.empty() ? " WHERE " : " AND ") + part;
  }

  void set(role how, const assignment& a) {
    // To add, merge or take out nothing leaves the column alone.
    bool changes =
      how == role::increase || how == role::append || how == role::delete_key;
    if (changes && a.value->is_null())
      return;
    for (auto c : columns_)
      if (c == a.column)
        return x_.s.fail(x_.out.shape.at, "Column \"" + name_of(a.column)
                                            + "\" is changed twice.");
    columns_.push_back(a.column);
    sets_ += (sets_.empty() ? "" : ", ")
             + sql::quote(t_.model.columns[static_cast<size_t>(a.column)].name)
             + " = " + value(how, a);
  }

  std::string name_of(int32_t column) const {
    for (const auto& c : authoring::writable_columns(t_.model))
      if (c.column == column)
        return c.name;
    return {};
  }

  std::string value(role how, const assignment& a) {
    auto old = t_.column(a.column);
    bool pg = x_.s.dialect() == plan::dialect::postgres;
    plan::column_type text;
    text.base = plan::base_type::text;
    switch (how) {
      case role::increase:
        return old + " + " + bind_column(q_, t_.model, a.column, *a.value);
      case role::append: {
        auto more = bind_column(q_, t_.model, a.column, *a.value);
        return pg ? json(a.column, "coalesce(" + old + "::jsonb, '{}') || "
                                     + more + "::jsonb")
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
  std::string json(int32_t column, std::string x) const {
    const auto& type = t_.model.columns[static_cast<size_t>(column)].type;
    return type.base == plan::base_type::json ? "(" + x + ")::json" : x;
  }

  /// All of the values, null being one; otherwise the statement fails with a
  /// text that the drivers know (`troupe:changed`).
  void expect(size_t i, const input& value) {
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
      expected_.push_back("troupe_expect(" + holds + ")");
    else
      expected_.push_back("CASE WHEN (" + holds
                          + ") IS NOT TRUE THEN 'troupe:changed' ELSE 'true' "
                            "END::boolean");
  }

  const root_field& x_;
  statement_scope& q_;
  const table_scope& t_;
  std::string sets_;
  std::string where_;
  std::vector<std::string> expected_;
  std::vector<int32_t> columns_;
};

} // namespace

namespace {

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
  write_script to{x, {}};
  x.out.writes.push_back(x.root.model);
  statement_scope q{x.s, {}, 0};
  auto t = target_of(q, model);
  auto w = update_builder{x, q, t}.run();
  if (x.s.failed())
    return;
  x.out.change = plan::write_kind::updates;
  if (x.root.kind != plan::root_kind::update_one)
    return answer_many(to, q, w);
  answer_one(to, q, w);
  note_row(x, t, w);
}

} // namespace troupe::compiler::planner
