#include "compiler/planner/insert.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

void put(insert_row& to, int32_t column, std::string expression) {
  std::erase_if(to.cells,
                [&](const insert_cell& c) { return c.column == column; });
  to.cells.push_back({column, nullptr, std::move(expression)});
}

std::string values(statement_scope& q, const plan::model_def& m,
                   const insert_row& r, const std::vector<int32_t>& columns) {
  std::string out;
  for (auto column : columns) {
    auto c = std::ranges::find(r.cells, column, &insert_cell::column);
    out += out.empty() ? "" : ", ";
    if (c == r.cells.end())
      out += "DEFAULT";
    else if (c->value != nullptr)
      out += bind_column(q, m, column, *c->value);
    else
      out += c->expression;
  }
  return out;
}

/// `SELECT ...` of the values, once for each row of `of`.
std::string selected(const session& s, const std::string& values,
                     const remembered_rows& of, const plan::relation_def* by) {
  if (by == nullptr)
    return "SELECT " + values + " WHERE " + slot_filled(s, of);
  std::vector<int32_t> columns;
  for (const auto& p : by->on)
    columns.push_back(p.local);
  // SQLite would take ON CONFLICT for a join's, but for WHERE.
  return "SELECT " + values + " FROM " + slot_source(s, of, columns)
         + " WHERE TRUE";
}

/// The rows that a row refers to, each before it.
void add_parents(write_script& to, insert_row& row, const insert_context& x) {
  for (const auto& n : row.parents) {
    relation_scope here{to, n.field};
    if (to.s().failed())
      return;
    auto parent = insert_parent(to, *n.relation, *n.value, x.of);
    for (const auto& p : n.relation->on)
      put(row, p.local,
          remembered(to.s(), *parent.model, parent.slot, p.remote));
  }
}

} // namespace

insert_row read_row(const plan::model_def& m, const input& object) {
  insert_row out;
  auto known = authoring::writable_columns(m);
  for (const auto& f : object.fields) {
    auto c =
      std::ranges::find(known, f.name, &authoring::writable_column::name);
    if (c != known.end())
      out.cells.push_back({c->column, &f.value, {}});
    else if (const auto* r = given_relation(m, f))
      (r->many ? out.children : out.parents).push_back({r, f.name, &f.value});
  }
  return out;
}

write_sql insert_sql(write_script& to, statement_scope& q,
                     const plan::model_def& m,
                     const std::vector<insert_row*>& rows,
                     const input* conflict, const remembered_rows* of,
                     const plan::relation_def* by) {
  auto t = target_of(q, m);
  std::vector<int32_t> columns;
  for (const auto* r : rows)
    for (const auto& c : r->cells)
      if (std::ranges::find(columns, c.column) == columns.end())
        columns.push_back(c.column);
  auto text = "INSERT INTO " + sql::table_name(m)
              + (to.s().dialect() == plan::dialect::postgres ? " AS " + t.alias
                                                             : std::string{});
  if (columns.empty() && of != nullptr)
    to.fail("Give the row at least one value.");
  if (columns.empty() && rows.size() == 1) {
    text += " DEFAULT VALUES";
  } else {
    // A row without values still needs one.
    if (columns.empty())
      columns.push_back(0);
    std::string names;
    for (auto c : columns)
      names += (names.empty() ? "" : ", ")
               + sql::quote(m.columns[static_cast<size_t>(c)].name);
    text += " (" + names + ") ";
    if (of != nullptr)
      text += selected(to.s(), values(q, m, *rows.front(), columns), *of, by);
    for (size_t i = 0; of == nullptr && i < rows.size(); ++i)
      text +=
        (i > 0 ? ", (" : "VALUES (") + values(q, m, *rows[i], columns) + ")";
  }
  text += on_conflict(to, q, t, conflict);
  bool update = text.find(" DO UPDATE ") != std::string::npos;
  return {m, update ? change::upsert : change::insert, t.alias, std::move(text),
          std::move(columns)};
}

remembered_rows insert_with_related(write_script& to, const plan::model_def& m,
                                    insert_row& row, insert_context x) {
  remembered_rows out{&m, {}, x.of == nullptr};
  add_parents(to, row, x);
  if (to.s().failed())
    return out;
  for (const auto& n : row.children)
    for (const auto& p : n.relation->on)
      x.needed.push_back(p.local);
  bool wanted =
    (x.found || !row.children.empty()) && may_leave_alone(x.conflict);
  out.slot = to.slot();
  statement_scope q{to.s(), {}, 0};
  auto w = insert_sql(to, q, m, {&row}, x.conflict, x.of, x.by);
  add_remembering(to, q, w, out.slot, x.needed, wanted ? std::string{} : x.all);
  if (wanted) {
    out = find_conflicting(to, m, row, x);
    add_demand(to, out, demand::some, x.of);
  }
  for (const auto& n : row.children) {
    relation_scope here{to, n.field};
    if (to.s().failed())
      return out;
    touch(to, *n.relation);
    insert_children(to, out, *n.relation, *n.value);
  }
  return out;
}

remembered_rows insert_parent(write_script& to, const plan::relation_def& r,
                              const input& value,
                              const remembered_rows* only_if) {
  const auto& m = to.s().model(r.model);
  const auto* data = given(value, "data");
  const auto* other = given(value, "connect");
  if ((data != nullptr) == (other != nullptr)) {
    to.fail("Give either \"data\" or \"connect\".");
    return {&m, {}, true};
  }
  if (other != nullptr)
    return connect_parent(to, r, *other, &value, only_if);
  for (auto name : {"set", "inc", "append", "deleteKey", "expect", "nested"})
    if (given(value, name) != nullptr)
      to.fail("\"" + std::string{name}
              + "\" goes with \"connect\": it changes a row that exists.");
  touch(to, r);
  insert_context x;
  x.conflict = given(value, "onConflict");
  for (const auto& p : r.on)
    x.needed.push_back(p.remote);
  x.of = only_if != nullptr && !only_if->one ? only_if : nullptr;
  x.found = true;
  place_scope here{to, "data"};
  auto row = read_row(m, *data);
  return insert_with_related(to, m, row, std::move(x));
}

void insert_children(write_script& to, const remembered_rows& of,
                     const plan::relation_def& r, const input& value) {
  const auto& m = to.s().model(r.model);
  touch(to, r);
  if (const auto* more = given(value, "connect"))
    connect_children(to, of, r, *more);
  if (const auto* changes = given(value, "update"))
    update_children(to, of, r, *changes);
  const auto* data = given(value, "data");
  if (data == nullptr)
    return;
  place_scope here{to, "data"};
  auto all = items_of(*data);
  for (size_t i = 0; i < all.size() && !to.s().failed(); ++i) {
    place_scope item{to, i};
    auto row = read_row(m, all[i]);
    insert_context x;
    x.conflict = given(value, "onConflict");
    if (!of.one) {
      x.of = &of;
      x.by = &r;
    }
    for (const auto& p : r.on)
      put(row, p.remote,
          of.one ? remembered(to.s(), *of.model, of.slot, p.local)
                 : slot_column(to.s(), *of.model, p.local));
    insert_with_related(to, m, row, std::move(x));
  }
}

} // namespace troupe::compiler::planner
