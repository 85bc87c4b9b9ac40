#include "compiler/planner/write.hpp"

#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

bool postgres(const session& s) noexcept {
  return s.dialect() == plan::dialect::postgres;
}

std::string sql_type(const plan::column_type& x) {
  return x.name + (x.array ? "[]" : "");
}

const plan::column_def& column_of(const plan::model_def& m, int32_t i) {
  return m.columns[static_cast<size_t>(i)];
}

} // namespace

void write_script::add(statement_scope& q, std::string text) {
  constexpr size_t most_parts = 2'000;
  if (parts.size() >= most_parts)
    return fail("Too many rows are nested in one another: they would take more "
                "than "
                + std::to_string(most_parts) + " statements.");
  auto made = finish(q, std::move(text), true);
  made->place = place;
  parts.push_back(std::move(made));
}

void write_script::fail(std::string why) {
  if (!place.empty() && why.ends_with('.'))
    why.insert(why.size() - 1, " (" + place + ")");
  x.s.fail(x.out.shape.at, std::move(why));
}

place_scope::place_scope(write_script& to, std::string_view member)
  : to_(to), outer_(to.place.size()) {
  if (outer_ > 0)
    to.place += '.';
  to.place += member;
}

place_scope::place_scope(write_script& to, size_t item)
  : to_(to), outer_(to.place.size()) {
  to.place += '[' + std::to_string(item) + ']';
}

std::string text_literal(std::string_view x) {
  std::string out = "'";
  for (auto c : x) {
    if (c == '\'')
      out += c;
    out += c;
  }
  return out + "'";
}

table_scope target_of(statement_scope& q, const plan::model_def& model) {
  if (postgres(q.s))
    return {model, q.alias()};
  return {model, sql::quote(model.table)};
}

std::string bind_column(statement_scope& q, const plan::model_def& model,
                        int32_t column, const input& value) {
  return q.bind(value, column_of(model, column).type, plan::transform::none,
                enum_renames(q.s, model, column));
}

void read_assignments(const root_field& x, size_t argument, const input& value,
                      std::vector<assignment>& out) {
  const auto& d = x.root.arguments[argument];
  if (d.role == plan::argument_role::value) {
    out.push_back({d.column, &value});
    return;
  }
  const auto& type = x.definition.arguments[argument].type->core();
  for (const auto& in : x.s.in.catalog.inputs) {
    if (in.name != type.name)
      continue;
    for (const auto& f : in.fields)
      if (const auto* given = value.find(f.name))
        out.push_back({f.column, given});
    return;
  }
  // A generated input: fields in the order that the client gave them.
  auto known = authoring::writable_columns(x.s.model(x.root.model));
  for (const auto& f : value.fields)
    for (const auto& c : known)
      if (c.name == f.name)
        out.push_back({c.column, &f.value});
}

std::vector<std::string> slot_columns(const session& s,
                                      const plan::model_def& model,
                                      const std::vector<int32_t>& more) {
  std::vector<std::string> out;
  auto add = [&](int32_t i) {
    const auto& name = column_of(model, i).name;
    if (std::ranges::find(out, name) == out.end())
      out.push_back(name);
  };
  for (auto i : model.primary_key)
    add(i);
  if (out.empty() && !postgres(s))
    out.emplace_back("rowid");
  for (auto i : more)
    add(i);
  return out;
}

void add_remembering(write_script& to, statement_scope& q, const write_sql& w,
                     const std::string& slot,
                     const std::vector<int32_t>& more_columns,
                     const std::string& all) {
  bool pg = postgres(q.s);
  auto alias = pg ? std::string{"w"} : sql::quote(w.model.table);
  std::string object;
  for (const auto& name : slot_columns(q.s, w.model, more_columns))
    object += (object.empty() ? "" : ", ") + text_literal(name) + ", " + alias
              + "." + sql::quote(name);
  if (pg)
    return to.add(q, with_rows(q, w) + " SELECT set_config("
                       + text_literal(slot)
                       + ", coalesce(jsonb_agg(jsonb_build_object(" + object
                       + ")), '[]')::text, true) FROM w");
  object = "json_object(" + object + ")";
  to.add(q, w.text + " RETURNING troupe_remember(" + text_literal(slot) + ", "
              + object + ")"
              + (all.empty() ? ""
                             : ", troupe_remember(" + text_literal(all) + ", "
                                 + object + ")"));
}

std::string remembered(const session& s, const plan::model_def& model,
                       const std::string& slot, int32_t column) {
  const auto& c = column_of(model, column);
  if (postgres(s))
    return "(current_setting(" + text_literal(slot) + ")::jsonb -> 0 ->> "
           + text_literal(c.name) + ")::" + sql_type(c.type);
  return "json_extract(troupe_recall(" + text_literal(slot) + "), "
         + text_literal("$[0].\"" + c.name + "\"") + ")";
}

bool plain(const session&, const plan::model_def& model,
           const std::vector<collected_field>& selected) {
  return std::ranges::none_of(selected, [&](const auto& f) {
    return std::ranges::any_of(model.fields, [&](const auto& d) {
      return d.name == f.first().name.text
             && (d.kind == plan::field_kind::relation
                 || (d.kind == plan::field_kind::expression
                     && d.sql.find("elect") != std::string::npos)
                 || (d.kind == plan::field_kind::expression
                     && d.sql.find("ELECT") != std::string::npos));
    });
  });
}

} // namespace troupe::compiler::planner
