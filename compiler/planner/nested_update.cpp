#include "compiler/planner/nesting.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

/// Rows to change: which, how many, and those without which there need be none.
struct changed_rows {
  const plan::model_def& model;
  which_rows which;
  bool one = false;
  /// Set: there must be one for them.
  const remembered_rows* wanted_by = nullptr;
  /// Set: they were found before, and remember what `nested` goes by.
  const remembered_rows* found = nullptr;
};

/// Whether an object says anything about the rows.
bool says_something(const input& object) {
  return std::ranges::any_of(
    std::initializer_list<std::string_view>{"set", "inc", "append", "deleteKey",
                                            "expect", "nested"},
    [&](auto name) { return given(object, name) != nullptr; });
}

/// Whether a row that has these changes will refer to others than before.
bool refers(const plan::model_def& m, const input& nested) {
  return std::ranges::any_of(nested.fields, [&](const auto& f) {
    const auto* r = given_relation(m, f);
    if (r == nullptr || r->many)
      return false;
    return given(f.value, "insert") != nullptr
           || given(f.value, "connect") != nullptr
           || given(f.value, "disconnect") != nullptr;
  });
}

/// Fails the script if one of the rows is not what the client expects. They
/// were found before, so it does not matter when the database looks.
void expect(write_script& to, const remembered_rows& x, const input& values) {
  place_scope here{to, "expect"};
  statement_scope q{to.s(), {}, 0};
  table_scope t{*x.model, q.alias()};
  std::string holds;
  for (const auto& c : authoring::writable_columns(*x.model))
    if (const auto* value = values.find(c.name))
      holds +=
        (holds.empty() ? "" : " AND ") + equality(q, t, c.column, *value);
  if (holds.empty())
    return;
  auto differs = "EXISTS (SELECT 1 FROM " + sql::table_name(*x.model) + " AS "
                 + t.alias + " WHERE " + among(to, t, x) + " AND (" + holds
                 + ") IS NOT TRUE)";
  if (to.s().dialect() == plan::dialect::sqlite)
    return to.add(q, "SELECT troupe_expect(NOT " + differs + ")");
  to.add(q, "SELECT CASE WHEN " + differs
              + " THEN 'troupe:changed' ELSE 'true' END::boolean");
}

/// Those of the columns by which rows refer that can be emptied.
std::vector<int32_t> loose(const plan::model_def& m,
                           std::vector<int32_t> columns) {
  auto fixed = [&](int32_t c) {
    return !m.columns[static_cast<size_t>(c)].nullable;
  };
  // If there are none the database says so.
  if (!std::ranges::all_of(columns, fixed))
    std::erase_if(columns, fixed);
  return columns;
}

/// An update under construction.
struct updating {
  statement_scope& q;
  const table_scope& t;
  update_builder& rows;
};

/// Has rows refer to none, if those that they refer to fulfil the filter.
void disconnect_parent(const updating& x, const plan::relation_def& r,
                       const input& where) {
  std::vector<int32_t> columns;
  for (const auto& p : r.on)
    columns.push_back(p.local);
  table_scope other{x.q.s.model(r.model), x.q.alias()};
  auto only = condition(x.q, other, where);
  if (!only.empty())
    only = "EXISTS (SELECT 1 FROM " + sql::table_name(other.model) + " AS "
           + other.alias + " WHERE " + join_condition(r, x.t, other) + " AND "
           + only + ")";
  for (auto c : loose(x.t.model, std::move(columns)))
    x.rows.put(c, only.empty() ? std::string{"NULL"}
                               : "CASE WHEN " + only + " THEN NULL ELSE "
                                   + x.t.column(c) + " END");
}

/// Has rows that are about to be changed refer to others. If `only_if` has no
/// rows, nothing happens.
void refer(write_script& to, const updating& x, const input& nested,
           const remembered_rows* only_if) {
  for (const auto& f : nested.fields) {
    const auto* r = given_relation(x.t.model, f);
    if (r == nullptr || r->many || to.s().failed())
      continue;
    relation_scope here{to, f.name};
    const auto* fresh = given(f.value, "insert");
    const auto* other = given(f.value, "connect");
    const auto* gone = given(f.value, "disconnect");
    if ((fresh != nullptr) + (other != nullptr) + (gone != nullptr) > 1)
      return to.fail("Only one of \"insert\", \"connect\" and \"disconnect\" "
                     "can be given.");
    if (gone != nullptr)
      disconnect_parent(x, *r, *gone);
    std::optional<remembered_rows> target;
    if (fresh != nullptr) {
      place_scope inside{to, "insert"};
      target = insert_parent(to, *r, *fresh, only_if);
    } else if (other != nullptr) {
      target = connect_parent(to, *r, *other, nullptr, only_if);
    }
    if (target)
      for (const auto& p : r->on)
        x.rows.put(p.local,
                   remembered(to.s(), *target->model, target->slot, p.remote));
  }
}

/// Adds what changes rows and what is related to them.
void change_rows(write_script& to, const changed_rows& x, const input& object) {
  if (to.s().failed())
    return;
  const auto* nested = given(object, "nested");
  const auto* expected = given(object, "expect");
  auto links =
    nested != nullptr ? links_in(x.model, *nested) : std::vector<int32_t>{};
  std::optional<remembered_rows> at;
  auto find = [&] {
    at = x.found != nullptr ? *x.found
                            : find_rows(to, x.model, x.which, links, true);
    at->one = x.one;
    if (x.wanted_by != nullptr)
      add_demand(to, *at, demand::some, x.wanted_by);
  };
  // What is to be compared or to refer to others has to be there first.
  if (x.found != nullptr || expected != nullptr
      || (nested != nullptr && refers(x.model, *nested)))
    find();
  if (expected != nullptr)
    expect(to, *at, *expected);
  statement_scope q{to.s(), {}, 0};
  auto t = target_of(q, x.model);
  update_builder rows{to, q, t};
  rows.changes_in(object);
  if (nested != nullptr) {
    place_scope here{to, "nested"};
    refer(to, {q, t, rows}, *nested, at ? &*at : nullptr);
  }
  if (rows.empty() && nested == nullptr && expected == nullptr) {
    if (x.wanted_by == nullptr && x.found == nullptr)
      to.fail("There is nothing to change: give a value to set.");
    return;
  }
  if (!rows.empty()) {
    rows.narrow(at ? among(to, t, *at) : x.which(q, t));
    bool found = at.has_value();
    at = {&x.model, to.slot(), x.one};
    add_remembering(to, q, rows.finish(), at->slot, links);
    if (x.wanted_by != nullptr && !found)
      add_demand(to, *at, demand::some, x.wanted_by);
  } else if (!at) {
    find();
  }
  if (nested != nullptr) {
    place_scope here{to, "nested"};
    change_related(to, *at, *nested);
  }
}

std::string both(const std::string& a, const std::string& b) {
  return b.empty() ? a : a + " AND " + b;
}

/// The rows of a relation that fulfil a filter; null: all.
which_rows related(const plan::relation_def& r, const remembered_rows& of,
                   const input* where) {
  return [&r, of, where](statement_scope& q, const table_scope& t) {
    return both(tie(q.s, t, r, of),
                where == nullptr ? std::string{} : condition(q, t, *where));
  };
}

void delete_children(write_script& to, const remembered_rows& of,
                     const plan::relation_def& r, const input& where) {
  place_scope here{to, "delete"};
  statement_scope q{to.s(), {}, 0};
  auto t = target_of(q, to.s().model(r.model));
  bool pg = to.s().dialect() == plan::dialect::postgres;
  write_sql w{t.model,
              planner::change::delete_,
              t.alias,
              "DELETE FROM " + sql::table_name(t.model)
                + (pg ? " AS " + t.alias : std::string{}) + " WHERE "
                + related(r, of, &where)(q, t),
              {}};
  add_remembering(to, q, w, to.slot());
}

void disconnect_children(write_script& to, const remembered_rows& of,
                         const plan::relation_def& r, const input& where) {
  place_scope here{to, "disconnect"};
  statement_scope q{to.s(), {}, 0};
  auto t = target_of(q, to.s().model(r.model));
  update_builder rows{to, q, t};
  std::vector<int32_t> columns;
  for (const auto& p : r.on)
    columns.push_back(p.remote);
  for (auto c : loose(t.model, std::move(columns)))
    rows.put(c, "NULL");
  rows.narrow(related(r, of, &where)(q, t));
  add_remembering(to, q, rows.finish(), to.slot());
}

void change_parent(write_script& to, const remembered_rows& of,
                   const plan::relation_def& r, const input& value) {
  if (!says_something(value))
    return;
  touch(to, r);
  change_rows(to, {to.s().model(r.model), related(r, of, nullptr), of.one, &of},
              value);
}

void change_children(write_script& to, const remembered_rows& of,
                     const plan::relation_def& r, const input& value) {
  touch(to, r);
  if (const auto* gone = given(value, "delete"))
    delete_children(to, of, r, *gone);
  if (const auto* gone = given(value, "disconnect"))
    disconnect_children(to, of, r, *gone);
  if (const auto* more = given(value, "connect"))
    connect_children(to, of, r, *more);
  if (const auto* changes = given(value, "update"))
    update_children(to, of, r, *changes);
  if (const auto* rows = given(value, "insert")) {
    place_scope here{to, "insert"};
    insert_children(to, of, r, *rows);
  }
}

} // namespace

// -- words that nested writes share -------------------------------------------

relation_scope::relation_scope(write_script& to, std::string_view field)
  : to_(to), place_(to, field) {
  // Values are nested that deep in few requests, and in no other recursion.
  constexpr size_t most_depth = 24;
  if (++to.depth > most_depth)
    to.fail("Rows can be nested " + std::to_string(most_depth)
            + " deep at most.");
}

const input* given(const input& x, std::string_view name) {
  const auto* out = x.find(name);
  return out == nullptr || out->is_null() ? nullptr : out;
}

std::span<const input> items_of(const input& x) {
  if (x.kind == graphql::types::input_kind::list)
    return x.items;
  return {&x, 1};
}

const plan::relation_def* given_relation(const plan::model_def& m,
                                         const graphql::types::input_field& f) {
  const auto* d = authoring::relation_named(m, f.name);
  if (d == nullptr || f.value.is_null())
    return nullptr;
  return &m.relations[static_cast<size_t>(d->relation)];
}

void touch(write_script& to, const plan::relation_def& r) {
  auto& all = to.x.out.writes;
  if (std::ranges::find(all, r.model) == all.end())
    all.push_back(r.model);
}

std::vector<int32_t> links_in(const plan::model_def& m, const input& nested) {
  std::vector<int32_t> out;
  for (const auto& f : nested.fields)
    if (const auto* r = given_relation(m, f))
      for (const auto& p : r->on)
        out.push_back(p.local);
  return out;
}

// -- rows that are referred to ------------------------------------------------

remembered_rows connect_parent(write_script& to, const plan::relation_def& r,
                               const input& where, const input* changes,
                               const remembered_rows* only_if) {
  const auto& m = to.s().model(r.model);
  bool changed = changes != nullptr && says_something(*changes);
  std::vector<int32_t> links;
  for (const auto& p : r.on)
    links.push_back(p.remote);
  if (const auto* nested = changed ? given(*changes, "nested") : nullptr)
    for (auto c : links_in(m, *nested))
      links.push_back(c);
  std::optional<remembered_rows> out;
  {
    place_scope here{to, "connect"};
    out = find_rows(
      to, m,
      [&](statement_scope& q, const table_scope& t) {
        return condition(q, t, where);
      },
      links, changed);
    add_demand(to, *out, demand::single, only_if);
  }
  out->one = only_if == nullptr || only_if->one;
  if (changed) {
    touch(to, r);
    change_rows(to, {m, {}, out->one, nullptr, &*out}, *changes);
  }
  return *out;
}

// -- rows that refer ----------------------------------------------------------

void connect_children(write_script& to, const remembered_rows& of,
                      const plan::relation_def& r, const input& where) {
  place_scope here{to, "connect"};
  if (!of.one)
    add_demand(to, of, demand::single, &of);
  statement_scope q{to.s(), {}, 0};
  auto t = target_of(q, to.s().model(r.model));
  update_builder rows{to, q, t};
  for (const auto& p : r.on)
    rows.put(p.remote, remembered(to.s(), *of.model, of.slot, p.local));
  rows.narrow(condition(q, t, where));
  if (!of.one)
    rows.narrow(slot_filled(to.s(), of));
  remembered_rows found{&t.model, to.slot(), false};
  add_remembering(to, q, rows.finish(), found.slot);
  add_demand(to, found, demand::some, &of);
}

void update_children(write_script& to, const remembered_rows& of,
                     const plan::relation_def& r, const input& updates) {
  place_scope here{to, "update"};
  auto all = items_of(updates);
  for (size_t i = 0; i < all.size(); ++i) {
    place_scope item{to, i};
    change_rows(to,
                {to.s().model(r.model), related(r, of, given(all[i], "where"))},
                all[i]);
  }
}

void change_related(write_script& to, const remembered_rows& of,
                    const input& nested) {
  for (const auto& f : nested.fields) {
    const auto* r = given_relation(*of.model, f);
    if (r == nullptr || to.s().failed())
      continue;
    relation_scope here{to, f.name};
    r->many ? change_children(to, of, *r, f.value)
            : change_parent(to, of, *r, f.value);
  }
}

// -- the root field -----------------------------------------------------------

/// In this order: rows that the row will refer to, the row, whether it is there
/// at all, rows that it refers to, rows that refer to it.
void plan_nested_update(const root_field& x, const input& nested) {
  write_script to{x};
  const auto& model = x.s.model(x.root.model);
  auto links = links_in(model, nested);
  statement_scope q{x.s, {}, 0};
  auto t = target_of(q, model);
  update_builder row{to, q, t};
  row.arguments();
  {
    place_scope here{to, "nested"};
    refer(to, {q, t, row}, nested, nullptr);
  }
  remembered_rows at{&model, {}, true};
  if (row.empty()) {
    // Nothing of its own: it is only found.
    at.slot = find_rows(
                to, model,
                [&](statement_scope& again, const table_scope& rows) {
                  update_builder same{to, again, rows};
                  same.arguments();
                  return same.where().substr(sizeof(" WHERE ") - 1);
                },
                links, true)
                .slot;
  } else {
    at.slot = to.slot();
    add_remembering(to, q, row.finish(), at.slot, links);
  }
  // Without the row nothing may happen.
  add_demand(to, at, demand::some);
  {
    place_scope here{to, "nested"};
    change_related(to, at, nested);
  }
  if (!x.s.failed())
    answer_from_slot(to, model, at.slot, true);
}

} // namespace troupe::compiler::planner
