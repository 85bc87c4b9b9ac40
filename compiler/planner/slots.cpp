#include "compiler/planner/nesting.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

/// No table that is written is called so.
constexpr std::string_view alias = "troupe_k";

bool postgres(const session& s) noexcept {
  return s.dialect() == plan::dialect::postgres;
}

const plan::column_def& column_of(const plan::model_def& m, int32_t i) {
  return m.columns[static_cast<size_t>(i)];
}

std::string recalled(const session& s, const std::string& slot) {
  return postgres(s) ? "current_setting(" + text_literal(slot) + ")"
                     : "troupe_recall(" + text_literal(slot) + ")";
}

std::string count_of(const session& s, const std::string& slot) {
  return postgres(s) ? "jsonb_array_length(" + recalled(s, slot) + "::jsonb)"
                     : "json_array_length(" + recalled(s, slot) + ")";
}

/// The condition that some row of the slot is this one.
std::string one_of(const session& s, const remembered_rows& x,
                   const std::vector<int32_t>& columns,
                   const std::string& equal) {
  return "EXISTS (SELECT 1 FROM " + slot_source(s, x, columns) + " WHERE "
         + equal + ")";
}

} // namespace

std::string slot_source(const session& s, const remembered_rows& x,
                        const std::vector<int32_t>& columns) {
  if (!postgres(s))
    return "json_each(" + recalled(s, x.slot) + ") AS " + std::string{alias};
  std::string typed;
  for (auto at = columns.begin(); at != columns.end(); ++at) {
    if (std::find(columns.begin(), at, *at) != at)
      continue;
    const auto& c = column_of(*x.model, *at);
    typed += (typed.empty() ? "" : ", ") + sql::quote(c.name) + " "
             + c.type.name + (c.type.array ? "[]" : "");
  }
  return "jsonb_to_recordset(" + recalled(s, x.slot) + "::jsonb) AS "
         + std::string{alias} + "(" + typed + ")";
}

std::string slot_column(const session& s, const plan::model_def& m,
                        int32_t column) {
  const auto& name = column_of(m, column).name;
  if (postgres(s))
    return std::string{alias} + "." + sql::quote(name);
  return "json_extract(" + std::string{alias} + ".value, "
         + text_literal("$.\"" + name + "\"") + ")";
}

std::string slot_filled(const session& s, const remembered_rows& x) {
  return recalled(s, x.slot) + " <> '[]'";
}

std::string tie(const session& s, const table_scope& t,
                const plan::relation_def& r, const remembered_rows& of) {
  std::string out;
  std::vector<int32_t> columns;
  for (const auto& p : r.on) {
    out += (out.empty() ? "" : " AND ") + t.column(p.remote) + " = "
           + (of.one ? remembered(s, *of.model, of.slot, p.local)
                     : slot_column(s, *of.model, p.local));
    columns.push_back(p.local);
  }
  return of.one ? out : one_of(s, of, columns, out);
}

std::string among(write_script& to, const table_scope& t,
                  const remembered_rows& x) {
  const auto& key = x.model->primary_key;
  if (key.empty() && !postgres(to.s()))
    return t.alias
           + ".rowid IN (SELECT json_extract(value, '$.\"rowid\"') "
             "FROM json_each("
           + recalled(to.s(), x.slot) + "))";
  if (key.empty())
    to.fail("\"" + x.model->name
            + "\" has no primary key by which its rows could be found.");
  std::string out;
  for (auto i : key)
    out += (out.empty() ? "" : " AND ") + t.column(i) + " = "
           + (x.one ? remembered(to.s(), *x.model, x.slot, i)
                    : slot_column(to.s(), *x.model, i));
  return x.one ? out : one_of(to.s(), x, key, out);
}

void add_demand(write_script& to, const remembered_rows& x, demand what,
                const remembered_rows* of) {
  const auto& s = to.s();
  statement_scope q{to.s(), {}, 0};
  auto some = slot_filled(s, x);
  if (of != nullptr && !of->one)
    some = "(" + some + " OR " + recalled(s, of->slot) + " = '[]')";
  auto single = count_of(s, x.slot) + " < 2";
  if (postgres(s))
    return to.add(q, "SELECT CASE WHEN NOT " + some + " THEN 'troupe:absent'"
                       + (what == demand::single
                            ? " WHEN NOT " + single + " THEN 'troupe:several'"
                            : std::string{})
                       + " ELSE 'true' END::boolean");
  to.add(q, "SELECT troupe_found(" + some + ")"
              + (what == demand::single ? ", troupe_single(" + single + ")"
                                        : std::string{}));
}

remembered_rows find_rows(write_script& to, const plan::model_def& m,
                          const which_rows& which,
                          const std::vector<int32_t>& more, bool lock,
                          const std::string& all) {
  remembered_rows out{&m, to.slot(), false};
  statement_scope q{to.s(), {}, 0};
  auto t = target_of(q, m);
  auto only = which(q, t);
  auto where = only.empty() ? std::string{} : " WHERE " + only;
  auto names = slot_columns(to.s(), m, more);
  bool pg = postgres(to.s());
  std::string object;
  for (const auto& name : names)
    object += (object.empty() ? "" : ", ") + text_literal(name) + ", "
              + (pg ? "w" : t.alias) + "." + sql::quote(name);
  if (pg)
    to.add(q, "WITH w AS (SELECT " + t.alias + ".* FROM " + sql::table_name(m)
                + " AS " + t.alias + where
                + (lock ? " FOR NO KEY UPDATE OF " + t.alias : std::string{})
                + ") SELECT set_config(" + text_literal(out.slot)
                + ", coalesce(jsonb_agg(jsonb_build_object(" + object
                + ")), '[]')::text, true) FROM w");
  else
    to.add(q, "SELECT troupe_remember(" + text_literal(out.slot)
                + ", json_object(" + object + "))"
                + (all.empty() ? ""
                               : ", troupe_remember(" + text_literal(all)
                                   + ", json_object(" + object + "))")
                + " FROM " + sql::table_name(m) + where);
  return out;
}

} // namespace troupe::compiler::planner
