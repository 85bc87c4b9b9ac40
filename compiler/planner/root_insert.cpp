#include "compiler/planner/insert.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

using role = plan::argument_role;

class insert_planner {
public:
  explicit insert_planner(const root_field& x)
    : x_(x), model_(x.s.model(x.root.model)), to_{x} {
    // nop
  }

  void run() {
    if (x_.root.kind == plan::root_kind::insert_one)
      rows_.emplace_back();
    for (size_t i = 0; i < x_.root.arguments.size(); ++i)
      argument(i);
    check_size();
    if (!x_.s.failed())
      answer();
  }

private:
  static constexpr size_t most_rows = 10'000;

  void argument(size_t i) {
    const auto& d = x_.root.arguments[i];
    const auto* value =
      argument_value(x_.s, x_.field, x_.definition.arguments[i]);
    if (value == nullptr)
      return;
    if (d.role == role::on_conflict)
      conflict_ = value->is_null() ? nullptr : value;
    else if (d.role == role::objects)
      for (const auto& o : value->items)
        rows_.push_back(read_row(model_, o));
    else if (d.role == role::object)
      rows_.front() = read_row(model_, *value);
    else
      own(i, *value);
    if (d.role == role::objects || d.role == role::object)
      name_ = x_.definition.arguments[i].name;
  }

  /// Arguments of the author.
  void own(size_t i, const input& value) {
    std::vector<assignment> all;
    read_assignments(x_, i, value, all);
    for (const auto& a : all)
      rows_.front().cells.push_back({a.column, a.value, {}});
  }

  void check_size() {
    if (rows_.size() > most_rows)
      to_.fail("At most " + std::to_string(most_rows)
               + " rows can be inserted at once, not "
               + std::to_string(rows_.size()) + ".");
  }

  bool nests() const {
    return std::ranges::any_of(rows_, [](const insert_row& r) {
      return !r.parents.empty() || !r.children.empty();
    });
  }

  void answer() {
    bool one = x_.root.kind == plan::root_kind::insert_one;
    if (rows_.empty())
      return nothing();
    if (!nests()) {
      auto groups = group();
      if (groups.size() == 1) {
        statement_scope q{x_.s, {}, 0};
        auto w = insert_sql(to_, q, model_, groups.front(), conflict_);
        return one ? answer_one(to_, q, w) : answer_many(to_, q, w);
      }
    }
    all_ = to_.slot();
    std::vector<std::string> slots;
    place_scope here{to_, name_};
    for (size_t i = 0; i < rows_.size() && !x_.s.failed(); ++i) {
      std::optional<place_scope> item;
      if (!one)
        item.emplace(to_, i);
      insert_context x;
      x.conflict = conflict_;
      x.all = all_;
      slots.push_back(
        insert_with_related(to_, model_, rows_[i], std::move(x)).slot);
    }
    if (x_.s.failed())
      return;
    if (x_.s.dialect() == plan::dialect::postgres)
      gather(slots);
    answer_from_slot(to_, model_, all_, one);
  }

  /// No rows: an answer without a write.
  void nothing() {
    statement_scope q{x_.s, {}, 0};
    table_scope t{model_, q.alias()};
    tuple columns;
    auto fields =
      select_fields(q, t, selected_rows(x_, false), columns, nullptr);
    if (columns.values().empty())
      columns.add("1");
    std::string text;
    describe_many(to_, "0",
                  nested_rows(x_.s.dialect(), columns,
                              "FROM " + sql::table_name(model_) + " AS "
                                + t.alias + " WHERE FALSE"),
                  std::move(fields), text);
    x_.out.statement = finish(q, std::move(text), false);
  }

  /// Rows that one statement can write: PostgreSQL fills gaps with DEFAULT,
  /// SQLite needs the same columns in each.
  std::vector<std::vector<insert_row*>> group() {
    std::vector<std::vector<insert_row*>> out;
    auto same = [](const insert_row& a, const insert_row& b) {
      return std::ranges::equal(a.cells, b.cells, {}, &insert_cell::column,
                                &insert_cell::column);
    };
    bool sqlite = x_.s.dialect() == plan::dialect::sqlite;
    for (auto& r : rows_) {
      bool fits =
        !out.empty()
        && (!sqlite || (same(*out.back().front(), r) && !r.cells.empty()));
      if (!fits)
        out.emplace_back();
      out.back().push_back(&r);
    }
    return out;
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
  const plan::model_def& model_;
  write_script to_;
  std::vector<insert_row> rows_;
  const input* conflict_ = nullptr;
  std::string name_; ///< of the argument that has the rows
  std::string all_;  ///< the slot of the rows that are answered
};

} // namespace

void plan_insert(const root_field& x) {
  x.out.writes.push_back(x.root.model);
  insert_planner{x}.run();
  // What meets rows that exist may change them.
  if (x.out.statement != nullptr
      && x.out.statement->sql.find("ON CONFLICT") == std::string::npos
      && x.out.statement->sql.find("UPDATE ") == std::string::npos)
    x.out.change = plan::write_kind::adds;
}

} // namespace troupe::compiler::planner
