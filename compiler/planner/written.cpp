#include "base/json_write.hpp"
#include "compiler/planner/write.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

bool postgres(const session& s) noexcept {
  return s.dialect() == plan::dialect::postgres;
}

/// The rows of a slot, in the order in which they were written: `k`.
std::string slot_rows(const session& s, const plan::model_def& m,
                      const std::string& slot) {
  if (!postgres(s))
    return "json_each(troupe_recall(" + text_literal(slot) + ")) AS k";
  std::string names;
  std::string typed;
  for (auto i : m.primary_key) {
    const auto& c = m.columns[static_cast<size_t>(i)];
    names += sql::quote(c.name) + ", ";
    typed += (typed.empty() ? "" : ", ") + sql::quote(c.name) + " "
             + c.type.name + (c.type.array ? "[]" : "");
  }
  return "ROWS FROM (jsonb_to_recordset(current_setting(" + text_literal(slot)
         + ")::jsonb) AS (" + typed + ")) WITH ORDINALITY AS k(" + names + "n)";
}

std::string slot_join(const session& s, const plan::model_def& m,
                      const table_scope& t) {
  std::string out;
  auto equal = [&](const std::string& name) {
    out += (out.empty() ? "" : " AND ") + t.alias + "." + sql::quote(name)
           + " = "
           + (postgres(s) ? "k." + sql::quote(name)
                          : "json_extract(k.value, "
                              + text_literal("$.\"" + name + "\"") + ")");
  };
  for (const auto& name : slot_columns(s, m, {}))
    equal(name);
  return out;
}

} // namespace

std::string nested_rows(plan::dialect dialect, const tuple& columns,
                        const std::string& source) {
  return std::string{rows_mark} + sql::rows(dialect, columns.values(), source);
}

std::vector<collected_field> selected_rows(const root_field& x, bool one) {
  auto fields = x.s.fields.collect(x.definition.type->core(), x.field);
  if (one)
    return fields;
  const auto& type = x.definition.type->core();
  for (const auto& f : fields)
    if (f.first().name.text == "returning") {
      const auto* d = x.s.in.schema.find_field(type, "returning");
      return x.s.fields.collect(d->type->core(), f);
    }
  return {};
}

void describe_many(write_script& to, const std::string& count,
                   const std::string& rows, std::vector<plan::shape> fields,
                   std::string& select_list) {
  auto& s = to.s();
  const auto& type = to.x.definition.type->core();
  tuple columns;
  to.x.out.kind = plan::step_kind::one;
  to.x.out.shape.kind = plan::shape_kind::object;
  for (const auto& f : s.fields.collect(type, to.x.field)) {
    const auto* d = s.in.schema.find_field(type, f.first().name.text);
    auto& shape = to.x.out.shape.fields.emplace_back();
    describe(s, f, *d, type.name, shape);
    if (d == &s.in.schema.typename_field()) {
      shape.kind = plan::shape_kind::literal;
      shape.literal = json::quoted(type.name);
    } else if (f.first().name.text == "affectedRows") {
      shape.column = columns.add(count);
    } else {
      shape.kind = plan::shape_kind::rows;
      shape.column = columns.add(rows);
      shape.fields = fields;
    }
  }
  if (columns.values().empty())
    columns.add("1");
  select_list = top_level(s.dialect(), columns);
}

void answer_from_slot(write_script& to, const plan::model_def& model,
                      const std::string& slot, bool one) {
  auto& s = to.s();
  statement_scope q{s, {}, 0};
  table_scope t{model, q.alias()};
  auto selected = selected_rows(to.x, one);
  auto from = slot_rows(s, model, slot) + " JOIN " + sql::table_name(model)
              + " AS " + t.alias + " ON " + slot_join(s, model, t);
  tuple columns;
  std::string joins;
  std::string text;
  if (one) {
    to.x.out.kind = plan::step_kind::one;
    to.x.out.shape.kind = plan::shape_kind::object;
    to.x.out.shape.fields = select_fields(q, t, selected, columns, &joins);
    if (columns.values().empty())
      columns.add("1");
    text = top_level(s.dialect(), columns) + " FROM " + from + joins;
  } else {
    table_scope outer = postgres(s) ? t : table_scope{model, q.alias()};
    auto fields = select_fields(q, outer, selected, columns, &joins);
    if (columns.values().empty())
      columns.add("1");
    auto recalled = postgres(s)
                      ? "current_setting(" + text_literal(slot) + ")::jsonb"
                      : "troupe_recall(" + text_literal(slot) + ")";
    // A SQLite aggregate takes rows as the subselect orders them.
    auto source = postgres(s)
                    ? "FROM " + from + joins + " ORDER BY k.n"
                    : "FROM (SELECT " + t.alias + ".* FROM " + from
                        + " ORDER BY k.key) AS " + outer.alias + joins;
    describe_many(to,
                  (postgres(s) ? "jsonb_array_length(" : "json_array_length(")
                    + recalled + ")",
                  nested_rows(s.dialect(), columns, source), std::move(fields),
                  text);
  }
  to.parts.push_back(finish(q, std::move(text), false));
  to.x.out.statement = make_script(to.parts, to.parts.size() - 1);
}

void answer_one(write_script& to, statement_scope& q, const write_sql& w) {
  auto& s = to.s();
  auto selected = selected_rows(to.x, true);
  bool simple = plain(s, w.model, selected);
  bool can_find = !slot_columns(s, w.model, {}).empty();
  bool direct = simple || (postgres(s) && w.change == change::delete_)
                || (postgres(s) && !can_find);
  if (!direct || !to.parts.empty()) {
    auto slot = to.slot();
    add_remembering(to, q, w, slot);
    return answer_from_slot(to, w.model, slot, true);
  }
  tuple columns;
  to.x.out.kind = plan::step_kind::one;
  to.x.out.shape.kind = plan::shape_kind::object;
  bool ctes = postgres(s) && (!simple || s.in.writes.log_changes);
  table_scope t{w.model, ctes ? std::string{"w"} : w.alias};
  std::string joins;
  to.x.out.shape.fields =
    select_fields(q, t, selected, columns, ctes ? &joins : nullptr);
  if (columns.values().empty())
    columns.add("1");
  auto list = top_level(s.dialect(), columns);
  to.x.out.statement =
    finish(q,
           ctes ? with_rows(q, w) + " " + list + " FROM w" + joins
                : w.text + " RETURNING " + list.substr(7),
           true);
}

void answer_many(write_script& to, statement_scope& q, const write_sql& w) {
  auto& s = to.s();
  auto selected = selected_rows(to.x, false);
  bool direct = postgres(s)
                && (plain(s, w.model, selected) || w.change == change::delete_
                    || w.model.primary_key.empty());
  if (!direct || !to.parts.empty()) {
    auto slot = to.slot();
    add_remembering(to, q, w, slot);
    return answer_from_slot(to, w.model, slot, false);
  }
  tuple columns;
  std::string joins;
  table_scope t{w.model, "w"};
  auto fields = select_fields(q, t, selected, columns, &joins);
  if (columns.values().empty())
    columns.add("1");
  std::string list;
  describe_many(to, "(SELECT count(*) FROM w)",
                nested_rows(s.dialect(), columns, "FROM w" + joins),
                std::move(fields), list);
  to.x.out.statement = finish(q, with_rows(q, w) + " " + list, true);
}

} // namespace troupe::compiler::planner
