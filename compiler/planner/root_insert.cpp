#include "compiler/planner/update.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

using role = plan::argument_role;

/// A column and what goes into it: a value of the client, or an expression
/// that names a row written before.
struct cell {
  int32_t column;
  const input* value;
  std::string expression;
};

/// One row to insert, with what goes before and after it.
struct row {
  std::vector<cell> cells;
  struct nested {
    const plan::relation_def* relation;
    const input* value; ///< {data, onConflict}
  };
  std::vector<nested> parents;
  std::vector<nested> children;
};

class insert_builder {
public:
  insert_builder(const root_field& x, write_script& to) : x_(x), to_(to) {
    // nop
  }

  void run() {
    const auto& model = x_.s.model(x_.root.model);
    std::vector<row> rows;
    const input* conflict = nullptr;
    if (x_.root.kind == plan::root_kind::insert_one)
      rows.emplace_back();
    for (size_t i = 0; i < x_.root.arguments.size(); ++i) {
      const auto& d = x_.root.arguments[i];
      const auto* value =
        argument_value(x_.s, x_.field, x_.definition.arguments[i]);
      if (value == nullptr)
        continue;
      if (d.role == role::on_conflict)
        conflict = value->is_null() ? nullptr : value;
      else if (d.role == role::objects)
        for (const auto& o : value->items)
          rows.push_back(read(model, o));
      else if (d.role == role::object)
        rows.front() = read(model, *value);
      else
        own(rows.front(), i, *value);
    }
    check_size(rows);
    if (x_.s.failed())
      return;
    answer(model, rows, conflict);
  }

  /// Inserts a row that another refers to; returns the slot that remembers it.
  std::string parent(const plan::relation_def& r, const input& value) {
    const auto& target = x_.s.model(r.model);
    touch(r.model);
    auto data = read(target, *value.find("data"));
    std::vector<int32_t> links;
    for (const auto& p : r.on)
      links.push_back(p.remote);
    return insert(target, data, value.find("onConflict"), std::move(links), {});
  }

  /// Inserts rows that refer to the row of `m` in `slot`.
  void children(const plan::model_def& m, const std::string& slot,
                const row::nested& n) {
    const auto& target = x_.s.model(n.relation->model);
    touch(n.relation->model);
    const auto* data = n.value->find("data");
    std::span<const input> items{data, 1};
    if (data->kind == graphql::types::input_kind::list)
      items = data->items;
    for (const auto& item : items) {
      auto child = read(target, item);
      for (const auto& p : n.relation->on)
        put(child, p.remote, remembered(x_.s, m, slot, p.local));
      insert(target, child, n.value->find("onConflict"), {}, {});
    }
  }

private:
  static constexpr size_t most_rows = 10'000;
  static constexpr size_t most_parts = 1'000;

  void own(row& to, size_t argument, const input& value) {
    std::vector<assignment> all;
    read_assignments(x_, argument, value, all);
    for (const auto& a : all)
      to.cells.push_back({a.column, a.value, {}});
  }

  row read(const plan::model_def& m, const input& object) {
    row out;
    auto known = authoring::writable_columns(m);
    for (const auto& f : object.fields) {
      auto c =
        std::ranges::find(known, f.name, &authoring::writable_column::name);
      if (c != known.end()) {
        out.cells.push_back({c->column, &f.value, {}});
        continue;
      }
      const auto* d = authoring::relation_named(m, f.name);
      if (d == nullptr || f.value.is_null())
        continue;
      const auto& r = m.relations[static_cast<size_t>(d->relation)];
      (r.many ? out.children : out.parents).push_back({&r, &f.value});
    }
    return out;
  }

  void check_size(const std::vector<row>& rows) {
    if (rows.size() > most_rows)
      x_.s.fail(x_.out.shape.at, "At most " + std::to_string(most_rows)
                                   + " rows can be inserted at once, not "
                                   + std::to_string(rows.size()) + ".");
  }

  static bool nests(const std::vector<row>& rows) {
    return std::ranges::any_of(rows, [](const row& r) {
      return !r.parents.empty() || !r.children.empty();
    });
  }

  void answer(const plan::model_def& m, std::vector<row>& rows,
              const input* conflict) {
    bool one = x_.root.kind == plan::root_kind::insert_one;
    if (rows.empty())
      return nothing();
    if (!nests(rows)) {
      auto groups = group(rows);
      if (groups.size() == 1) {
        statement_scope q{x_.s, {}, 0};
        auto w = write(q, m, groups.front(), conflict);
        return one ? answer_one(to_, q, w) : answer_many(to_, q, w);
      }
    }
    all_ = to_.slot();
    std::vector<std::string> slots;
    for (auto& r : rows)
      slots.push_back(insert(m, r, conflict, {}, all_));
    if (x_.s.dialect() == plan::dialect::postgres)
      gather(slots);
    answer_from_slot(to_, m, all_, one);
  }

  /// No rows: an answer without a write.
  void nothing() {
    statement_scope q{x_.s, {}, 0};
    const auto& m = x_.s.model(x_.root.model);
    table_scope t{m, q.alias()};
    tuple columns;
    auto fields =
      select_fields(q, t, selected_rows(x_, false), columns, nullptr);
    if (columns.values().empty())
      columns.add("1");
    std::string text;
    describe_many(to_, "0",
                  nested_rows(x_.s.dialect(), columns,
                              "FROM " + sql::table_name(m) + " AS " + t.alias
                                + " WHERE FALSE"),
                  std::move(fields), text);
    x_.out.statement = finish(q, std::move(text), false);
  }

  /// Rows that one statement can write: PostgreSQL fills gaps with DEFAULT,
  /// SQLite needs the same columns in each.
  std::vector<std::vector<row*>> group(std::vector<row>& rows) {
    std::vector<std::vector<row*>> out;
    auto same = [](const row& a, const row& b) {
      return std::ranges::equal(a.cells, b.cells, {}, &cell::column,
                                &cell::column);
    };
    bool sqlite = x_.s.dialect() == plan::dialect::sqlite;
    for (auto& r : rows) {
      bool fits =
        !out.empty()
        && (!sqlite || (same(*out.back().front(), r) && !r.cells.empty()));
      if (!fits)
        out.emplace_back();
      out.back().push_back(&r);
    }
    return out;
  }

  write_sql write(statement_scope& q, const plan::model_def& m,
                  const std::vector<row*>& rows, const input* conflict) {
    auto t = target_of(q, m);
    std::vector<int32_t> columns;
    for (const auto* r : rows)
      for (const auto& c : r->cells)
        if (std::ranges::find(columns, c.column) == columns.end())
          columns.push_back(c.column);
    auto text = "INSERT INTO " + sql::table_name(m)
                + (x_.s.dialect() == plan::dialect::postgres ? " AS " + t.alias
                                                             : std::string{});
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
      text += " (" + names + ") VALUES ";
      for (size_t i = 0; i < rows.size(); ++i)
        text += (i > 0 ? ", (" : "(") + values(q, m, *rows[i], columns) + ")";
    }
    text += on_conflict(q, t, conflict);
    bool update = text.find(" DO UPDATE ") != std::string::npos;
    return {m, update ? change::upsert : change::insert, t.alias,
            std::move(text), std::move(columns)};
  }

  std::string values(statement_scope& q, const plan::model_def& m, const row& r,
                     const std::vector<int32_t>& columns) {
    std::string out;
    for (auto column : columns) {
      auto c = std::ranges::find(r.cells, column, &cell::column);
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

  // -- rows that exist --------------------------------------------------------

  std::vector<int32_t> columns_of(const plan::model_def& m, const input* list) {
    std::vector<int32_t> out;
    if (list == nullptr)
      return out;
    std::span<const input> items{list, 1};
    if (list->kind == graphql::types::input_kind::list)
      items = list->items;
    auto known = authoring::writable_columns(m);
    for (const auto& item : items)
      for (const auto& c : known)
        if (c.name == item.text)
          out.push_back(c.column);
    return out;
  }

  static std::string quoted(const plan::model_def& m,
                            const std::vector<int32_t>& columns) {
    std::string out;
    for (auto c : columns)
      out += (out.empty() ? "" : ", ")
             + sql::quote(m.columns[static_cast<size_t>(c)].name);
    return out;
  }

  static bool unique(const plan::model_def& m, std::vector<int32_t> columns) {
    std::ranges::sort(columns);
    auto is = [&](std::vector<int32_t> key) {
      std::ranges::sort(key);
      return key == columns;
    };
    return is(m.primary_key) || std::ranges::any_of(m.unique_keys, is);
  }

  std::string on_conflict(statement_scope& q, const table_scope& t,
                          const input* x) {
    if (x == nullptr || x->is_null())
      return {};
    const auto& m = t.model;
    auto key = columns_of(m, x->find("columns"));
    auto update = columns_of(m, x->find("update"));
    if (!key.empty() && !unique(m, key)) {
      x_.s.fail(x_.out.shape.at, "The columns of \"onConflict\" are no unique "
                                 "key of \""
                                   + m.name + "\".");
      return {};
    }
    if (update.empty())
      return key.empty() ? " ON CONFLICT DO NOTHING"
                         : " ON CONFLICT (" + quoted(m, key) + ") DO NOTHING";
    if (key.empty())
      key = m.primary_key;
    if (key.empty())
      x_.s.fail(x_.out.shape.at, "\"onConflict\" needs \"columns\": \"" + m.name
                                   + "\" has no key.");
    std::string sets;
    for (auto c : update) {
      auto name = sql::quote(m.columns[static_cast<size_t>(c)].name);
      sets += (sets.empty() ? "" : ", ") + name + " = excluded." + name;
    }
    const auto* where = x->find("where");
    auto only = where == nullptr || where->is_null() ? std::string{}
                                                     : condition(q, t, *where);
    return " ON CONFLICT (" + quoted(m, key) + ") DO UPDATE SET " + sets
           + (only.empty() ? "" : " WHERE " + only);
  }

  // -- nested rows ------------------------------------------------------------

  static const plan::column_pair* pair_of(const plan::relation_def& r,
                                          int32_t local) {
    for (const auto& p : r.on)
      if (p.local == local)
        return &p;
    return nullptr;
  }

  /// Adds the statements of one row and all that is nested in it, parents
  /// first. Returns the slot that remembers it.
  std::string insert(const plan::model_def& m, row& r, const input* conflict,
                     std::vector<int32_t> needed, const std::string& all) {
    for (const auto& n : r.parents) {
      const auto& target = x_.s.model(n.relation->model);
      auto slot = parent(*n.relation, *n.value);
      for (const auto& p : n.relation->on)
        put(r, p.local, remembered(x_.s, target, slot, p.remote));
    }
    auto slot = to_.slot();
    if (to_.parts.size() > most_parts) {
      x_.s.fail(x_.out.shape.at, "At most " + std::to_string(most_parts)
                                   + " rows can be nested in one another.");
      return slot;
    }
    for (const auto& n : r.children)
      for (const auto& p : n.relation->on)
        needed.push_back(p.local);
    statement_scope q{x_.s, {}, 0};
    auto w = write(q, m, {&r}, conflict);
    add_remembering(to_, q, w, slot, needed, all);
    for (const auto& n : r.children)
      children(m, slot, n);
    return slot;
  }

  static void put(row& to, int32_t column, std::string expression) {
    std::erase_if(to.cells, [&](const cell& c) { return c.column == column; });
    to.cells.push_back({column, nullptr, std::move(expression)});
  }

  void touch(int32_t model) {
    auto& all = x_.out.writes;
    if (std::ranges::find(all, model) == all.end())
      all.push_back(model);
  }

  /// PostgreSQL: puts what the slots of the rows remember into one.
  void gather(const std::vector<std::string>& from) {
    statement_scope q{x_.s, {}, 0};
    std::string text;
    for (const auto& slot : from)
      text += (text.empty() ? "current_setting(" : " || current_setting(")
              + text_literal(slot) + ")::jsonb";
    to_.add(q, "SELECT set_config(" + text_literal(all_) + ", (" + text
                 + ")::text, true)");
  }

  const root_field& x_;
  write_script& to_;
  std::string all_; ///< the slot of the rows that are answered
};

} // namespace

void plan_insert(const root_field& x) {
  write_script to{x, {}};
  x.out.writes.push_back(x.root.model);
  insert_builder{x, to}.run();
  // What meets rows that exist may change them.
  if (x.out.statement != nullptr
      && x.out.statement->sql.find("ON CONFLICT") == std::string::npos
      && x.out.statement->sql.find("UPDATE ") == std::string::npos)
    x.out.change = plan::write_kind::adds;
}

std::string insert_parent(const root_field& x, write_script& to,
                          const plan::relation_def& r, const input& value) {
  return insert_builder{x, to}.parent(r, value);
}

void insert_children(const root_field& x, write_script& to,
                     const plan::model_def& m, const std::string& slot,
                     const plan::relation_def& r, const input& value) {
  insert_builder{x, to}.children(m, slot, {&r, &value});
}

} // namespace troupe::compiler::planner
