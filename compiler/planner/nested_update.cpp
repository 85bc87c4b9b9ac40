#include "compiler/planner/update.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

/// Plans, in this order: rows that the row will refer to, the row, whether it
/// is there at all, rows that it refers to, rows that refer to it.
class nested_planner {
public:
  nested_planner(const root_field& x, const input& nested)
    : x_(x), nested_(nested), model_(x.s.model(x.root.model)), to_{x, {}} {
    // nop
  }

  void run() {
    statement_scope q{x_.s, {}, 0};
    auto t = target_of(q, model_);
    update_builder row{x_, q, t};
    row.arguments();
    for (const auto& f : nested_.fields)
      if (const auto* r = relation(f))
        if (const auto* rows = given(f.value, "insert"); rows && !r->many)
          refer(row, *r, *rows);
    // Nothing of its own: the row is only found.
    if (row.empty() && !model_.primary_key.empty())
      row.put(model_.primary_key[0], t.column(model_.primary_key[0]));
    slot_ = to_.slot();
    auto w = row.finish();
    if (x_.s.failed())
      return;
    add_remembering(to_, q, w, slot_, needed());
    must_exist();
    for (const auto& f : nested_.fields)
      if (const auto* r = relation(f))
        r->many ? many(*r, f.value) : one(*r, f.value);
    if (to_.parts.size() > most_parts)
      x_.s.fail(x_.out.shape.at, "At most " + std::to_string(most_parts)
                                   + " statements can be nested.");
    if (!x_.s.failed())
      answer_from_slot(to_, model_, slot_, true);
  }

private:
  static constexpr size_t most_parts = 1'000;

  const plan::relation_def* relation(const graphql::types::input_field& f) {
    const auto* d = authoring::relation_named(model_, f.name);
    if (d == nullptr || f.value.is_null())
      return nullptr;
    return &model_.relations[static_cast<size_t>(d->relation)];
  }

  static const input* given(const input& x, std::string_view name) {
    const auto* out = x.find(name);
    return out == nullptr || out->is_null() ? nullptr : out;
  }

  static std::span<const input> items(const input& x) {
    if (x.kind == graphql::types::input_kind::list)
      return x.items;
    return {&x, 1};
  }

  void touch(const plan::relation_def& r) {
    auto& all = x_.out.writes;
    if (std::ranges::find(all, r.model) == all.end())
      all.push_back(r.model);
  }

  /// The row will refer to one that is inserted.
  void refer(update_builder& row, const plan::relation_def& r,
             const input& value) {
    auto slot = insert_parent(x_, to_, r, value);
    const auto& target = x_.s.model(r.model);
    for (const auto& p : r.on)
      row.put(p.local, remembered(x_.s, target, slot, p.remote));
  }

  /// Columns of the row that its relations go by.
  std::vector<int32_t> needed() {
    std::vector<int32_t> out;
    for (const auto& f : nested_.fields)
      if (const auto* r = relation(f))
        for (const auto& p : r->on)
          out.push_back(p.local);
    return out;
  }

  /// Without the row nothing may happen; the drivers know what this fails with.
  void must_exist() {
    statement_scope q{x_.s, {}, 0};
    bool pg = x_.s.dialect() == plan::dialect::postgres;
    to_.add(q, pg ? "SELECT CASE WHEN current_setting(" + text_literal(slot_)
                      + ") = '[]' THEN 'troupe:absent' ELSE 'true' "
                        "END::boolean"
                  : "SELECT troupe_found(troupe_recall(" + text_literal(slot_)
                      + ") <> '[]')");
  }

  /// The condition that ties rows of the relation to the row.
  std::string tie(const table_scope& t, const plan::relation_def& r) {
    std::string out;
    for (const auto& p : r.on)
      out += (out.empty() ? "" : " AND ") + t.column(p.remote) + " = "
             + remembered(x_.s, model_, slot_, p.local);
    return out;
  }

  void one(const plan::relation_def& r, const input& value) {
    touch(r);
    change_rows(r, value, nullptr, true);
  }

  void many(const plan::relation_def& r, const input& value) {
    touch(r);
    if (const auto* gone = given(value, "delete"))
      remove(r, *gone);
    if (const auto* changes = given(value, "update"))
      for (const auto& c : items(*changes))
        change_rows(r, c, given(c, "where"), false);
    if (const auto* rows = given(value, "insert"))
      insert_children(x_, to_, model_, slot_, r, *rows);
  }

  void change_rows(const plan::relation_def& r, const input& value,
                   const input* where, bool optional) {
    statement_scope q{x_.s, {}, 0};
    auto t = target_of(q, x_.s.model(r.model));
    update_builder rows{x_, q, t};
    rows.changes_in(value);
    if (rows.empty() && optional)
      return;
    rows.narrow(tie(t, r));
    if (where != nullptr)
      rows.narrow(condition(q, t, *where));
    auto w = rows.finish();
    add_remembering(to_, q, w, to_.slot());
  }

  void remove(const plan::relation_def& r, const input& where) {
    statement_scope q{x_.s, {}, 0};
    auto t = target_of(q, x_.s.model(r.model));
    auto only = condition(q, t, where);
    bool pg = x_.s.dialect() == plan::dialect::postgres;
    write_sql w{t.model,
                change::delete_,
                t.alias,
                "DELETE FROM " + sql::table_name(t.model)
                  + (pg ? " AS " + t.alias : std::string{}) + " WHERE "
                  + tie(t, r) + (only.empty() ? "" : " AND " + only),
                {}};
    add_remembering(to_, q, w, to_.slot());
  }

  const root_field& x_;
  const input& nested_;
  const plan::model_def& model_;
  write_script to_;
  std::string slot_; ///< of the row
};

} // namespace

void plan_nested_update(const root_field& x, const input& nested) {
  nested_planner{x, nested}.run();
}

} // namespace troupe::compiler::planner
