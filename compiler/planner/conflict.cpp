#include "compiler/planner/insert.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

using columns = std::vector<int32_t>;

columns columns_of(const plan::model_def& m, const input* list) {
  columns out;
  if (list == nullptr || list->is_null())
    return out;
  auto known = authoring::writable_columns(m);
  for (const auto& item : items_of(*list))
    for (const auto& c : known)
      if (c.name == item.text)
        out.push_back(c.column);
  return out;
}

std::string quoted(const plan::model_def& m, const columns& x) {
  std::string out;
  for (auto c : x)
    out += (out.empty() ? "" : ", ")
           + sql::quote(m.columns[static_cast<size_t>(c)].name);
  return out;
}

bool unique(const plan::model_def& m, columns x) {
  std::ranges::sort(x);
  auto is = [&](columns key) {
    std::ranges::sort(key);
    return key == x;
  };
  return is(m.primary_key) || std::ranges::any_of(m.unique_keys, is);
}

/// What is set in the row that exists: columns as they were to be inserted, and
/// what is added to others.
std::string changes(write_script& to, statement_scope& q, const table_scope& t,
                    const input& conflict) {
  const auto& m = t.model;
  auto update = columns_of(m, conflict.find("update"));
  std::string out;
  for (auto c : update) {
    auto name = sql::quote(m.columns[static_cast<size_t>(c)].name);
    out += (out.empty() ? "" : ", ") + name + " = excluded." + name;
  }
  const auto* more = given(conflict, "inc");
  if (more == nullptr)
    return out;
  for (const auto& c : authoring::writable_columns(m)) {
    const auto* value = given(*more, c.name);
    if (value == nullptr)
      continue;
    if (std::ranges::find(update, c.column) != update.end())
      to.fail("Column \"" + c.name + "\" is changed twice.");
    out += (out.empty() ? "" : ", ")
           + sql::quote(m.columns[static_cast<size_t>(c.column)].name) + " = "
           + t.column(c.column) + " + " + bind_column(q, m, c.column, *value);
  }
  return out;
}

/// The unique keys by which a row may be there already, whose columns it gives.
std::vector<columns> keys_given(const plan::model_def& m, const insert_row& row,
                                const input& conflict) {
  std::vector<columns> all;
  if (auto key = columns_of(m, conflict.find("columns")); !key.empty()) {
    all.push_back(std::move(key));
  } else {
    all.push_back(m.primary_key);
    all.insert(all.end(), m.unique_keys.begin(), m.unique_keys.end());
  }
  std::erase_if(all, [&](const columns& key) {
    return key.empty() || !std::ranges::all_of(key, [&](int32_t c) {
             auto x = std::ranges::find(row.cells, c, &insert_cell::column);
             return x != row.cells.end()
                    && (x->value == nullptr || !x->value->is_null());
           });
  });
  return all;
}

} // namespace

std::string on_conflict(write_script& to, statement_scope& q,
                        const table_scope& t, const input* x) {
  if (x == nullptr || x->is_null())
    return {};
  const auto& m = t.model;
  auto key = columns_of(m, x->find("columns"));
  if (!key.empty() && !unique(m, key)) {
    to.fail("The columns of \"onConflict\" are no unique key of \"" + m.name
            + "\".");
    return {};
  }
  auto sets = changes(to, q, t, *x);
  if (sets.empty())
    return key.empty() ? " ON CONFLICT DO NOTHING"
                       : " ON CONFLICT (" + quoted(m, key) + ") DO NOTHING";
  if (key.empty())
    key = m.primary_key;
  if (key.empty())
    to.fail("\"onConflict\" needs \"columns\": \"" + m.name + "\" has no key.");
  const auto* where = x->find("where");
  auto only = where == nullptr || where->is_null() ? std::string{}
                                                   : condition(q, t, *where);
  return " ON CONFLICT (" + quoted(m, key) + ") DO UPDATE SET " + sets
         + (only.empty() ? "" : " WHERE " + only);
}

bool may_leave_alone(const input* conflict) {
  if (conflict == nullptr || conflict->is_null())
    return false;
  const auto* update = given(*conflict, "update");
  const auto* more = given(*conflict, "inc");
  bool changes = (update != nullptr && !items_of(*update).empty())
                 || (more != nullptr && !more->fields.empty());
  return !changes || given(*conflict, "where") != nullptr;
}

remembered_rows find_conflicting(write_script& to, const plan::model_def& m,
                                 const insert_row& row,
                                 const insert_context& x) {
  auto keys = keys_given(m, row, *x.conflict);
  auto which = [&](statement_scope& q, const table_scope& t) {
    std::string any;
    columns linked;
    for (const auto& key : keys) {
      std::string all;
      for (auto c : key) {
        auto cell = std::ranges::find(row.cells, c, &insert_cell::column);
        all += (all.empty() ? "" : " AND ") + t.column(c) + " = "
               + (cell->value != nullptr ? bind_column(q, m, c, *cell->value)
                                         : cell->expression);
      }
      any += (any.empty() ? "" : " OR ") + all;
    }
    if (keys.size() > 1)
      any = "(" + any + ")";
    if (x.of == nullptr)
      return any;
    if (x.by == nullptr)
      return any + " AND " + slot_filled(q.s, *x.of);
    for (const auto& p : x.by->on)
      linked.push_back(p.local);
    return "EXISTS (SELECT 1 FROM " + slot_source(q.s, *x.of, linked)
           + " WHERE " + any + ")";
  };
  auto out = find_rows(to, m, which, x.needed, false, x.all);
  out.one = x.of == nullptr;
  return out;
}

} // namespace troupe::compiler::planner
