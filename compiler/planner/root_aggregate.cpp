#include "base/json_write.hpp"
#include "compiler/authoring/facts.hpp"
#include "compiler/planner/aggregate.hpp"
#include "compiler/planner/roots.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

using authoring::grouping;

namespace {

std::string list_of(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts)
    out += (out.empty() ? "" : ", ") + part;
  return out;
}

/// Whether an argument is there and says something.
bool given(const input* x) noexcept {
  return x != nullptr && !x->is_null();
}

class aggregate_builder {
public:
  aggregate_builder(statement_scope& q, const table_scope& t,
                    const list_request& x, bool tied)
    : q_(q),
      t_(t),
      x_(x),
      groups_(read_groupings(t.model, x.group_by)),
      tied_(tied) {
    // nop
  }

  /// Adds the fields of an aggregate to the tuple.
  std::vector<plan::shape>
  fields(const graphql::types::type& type,
         const std::vector<collected_field>& selected) {
    std::vector<plan::shape> out;
    for (const auto& f : selected) {
      const auto* d = q_.s.in.schema.find_field(type, f.first().name.text);
      if (d->name == "group") {
        out.push_back(group(f, *d));
        continue;
      }
      if (const auto* function = find_aggregate(d->name)) {
        reads_rows_ = true;
        out.push_back(
          aggregate_functions_shape(q_, t_, f, *d, *function, {}, columns));
        continue;
      }
      auto& to = out.emplace_back();
      describe(q_.s, f, *d, type.name, to);
      if (d == &q_.s.in.schema.typename_field()) {
        to.kind = plan::shape_kind::literal;
        to.literal = json::quoted(type.name);
      } else if (d->name == "count") {
        reads_rows_ = true;
        to.column = columns.add(count_call(q_, t_, f, *d));
      } else {
        approximate(f);
        to.column = columns.add(approximate_count(t_));
      }
    }
    return out;
  }

  /// ` FROM ... WHERE ... GROUP BY ... HAVING ... ORDER BY ...`
  std::string from(const std::string& tie) {
    std::vector<std::string> conditions;
    if (!tie.empty())
      conditions.push_back(tie);
    if (given(x_.where))
      if (auto c = condition(q_, t_, *x_.where); !c.empty())
        conditions.push_back(std::move(c));
    if (!reads_rows_ && !columns.values().empty() && conditions.empty()
        && groups_.empty() && !given(x_.having))
      return {};
    auto out = " FROM " + sql::table_name(t_.model) + " AS " + t_.alias;
    for (size_t i = 0; i < conditions.size(); ++i)
      out += (i == 0 ? " WHERE " : " AND ") + conditions[i];
    std::vector<std::string> keys;
    for (const auto& g : groups_)
      for (auto& key : grouping_keys(q_, t_, g))
        keys.push_back(std::move(key));
    if (!keys.empty())
      out += " GROUP BY " + list_of(keys);
    if (given(x_.having))
      if (auto c = aggregate_condition(q_, t_, *x_.having); !c.empty())
        out += " HAVING " + c;
    return out + order(keys);
  }

  bool grouped() const noexcept {
    return !groups_.empty();
  }

  tuple columns;

private:
  void approximate(const collected_field& f) {
    if (given(x_.where) || !groups_.empty() || tied_)
      q_.s.fail(f.first().at.begin,
                "approximateCount is about the whole table: it goes with "
                "neither `where` nor `groupBy`.");
  }

  plan::shape group(const collected_field& f,
                    const graphql::types::field& definition) {
    plan::shape out;
    describe(q_.s, f, definition, t_.model.name + "Aggregate", out);
    out.kind = plan::shape_kind::object;
    if (groups_.empty()) {
      out.kind = plan::shape_kind::literal;
      out.literal = "null";
      return out;
    }
    reads_rows_ = true;
    const auto& type = definition.type->core();
    for (const auto& inner : q_.s.fields.collect(type, f)) {
      const auto* d = q_.s.in.schema.find_field(type, inner.first().name.text);
      auto& to = out.fields.emplace_back();
      describe(q_.s, inner, *d, type.name, to);
      if (d == &q_.s.in.schema.typename_field()) {
        to.kind = plan::shape_kind::literal;
        to.literal = json::quoted(type.name);
      } else {
        key(to, inner, *d);
      }
    }
    return out;
  }

  void key(plan::shape& to, const collected_field& f,
           const graphql::types::field& definition) {
    auto g = std::ranges::find(groups_, definition.name, &grouping::name);
    if (g == groups_.end()) {
      to.kind = plan::shape_kind::literal;
      to.literal = "null";
      return;
    }
    const auto& field = t_.model.fields[static_cast<size_t>(g->field)];
    if (field.kind == plan::field_kind::relation)
      return related(to, f, definition, field);
    auto text = grouping_keys(q_, t_, *g)[0];
    auto type = authoring::value_type(t_.model, field);
    to.column = columns.add(sql::readable(q_.s.dialect(), type, text));
    to.scale = type.scale;
    if (field.column >= 0)
      for (auto& [from, name] : enum_renames(q_.s, t_.model, field.column))
        to.renames.emplace_back(name, from);
  }

  /// The row that a group's foreign key leads to, as a subselect.
  void related(plan::shape& to, const collected_field& f,
               const graphql::types::field& definition,
               const plan::field_def& field) {
    const auto& r = t_.model.relations[static_cast<size_t>(field.relation)];
    list_request x{q_.s.model(r.model), {}};
    x.tie = [&](const table_scope& other) {
      return join_condition(r, t_, other);
    };
    x.nested = true;
    x.single = true;
    x.at = to.at;
    auto list =
      select_list(q_, x, q_.s.fields.collect(definition.type->core(), f));
    to.fields = std::move(list.fields);
    to.kind = plan::shape_kind::row;
    to.column = columns.add(std::string{row_mark} + "(SELECT "
                            + sql::row(q_.s.dialect(), list.columns.values())
                            + " " + list.from + ")");
  }

  std::string order(const std::vector<std::string>& groups) {
    std::vector<sort_key> keys;
    if (given(x_.order_by))
      for (const auto& one : x_.order_by->items)
        aggregate_order_keys(q_, t_, one, groups_, keys);
    for (const auto& key : groups)
      if (std::ranges::find(keys, key, &sort_key::expression) == keys.end())
        keys.push_back(sort_by(q_.s.dialect(), key, "ASC"));
    std::string out;
    for (const auto& key : keys)
      out +=
        (out.empty() ? " ORDER BY " : ", ") + key.expression + key.direction;
    return out;
  }

  statement_scope& q_;
  const table_scope& t_;
  const list_request& x_;
  std::vector<grouping> groups_;
  bool tied_;
  bool reads_rows_ = false;
};

} // namespace

void plan_aggregate(const root_field& x) {
  const auto& model = x.s.model(x.root.model);
  if (authoring::is_fact_table(x.s.in.catalog, model))
    return plan_facts(x);
  statement_scope q{x.s, {}, 0};
  table_scope t{model, q.alias()};
  list_request of{model, {}};
  of.at = x.out.shape.at;
  read_arguments(x.s, x.field, x.definition, x.root.arguments, of);
  aggregate_builder builder{q, t, of, false};
  const auto& type = x.definition.type->core();
  auto selected = x.s.fields.collect(type, x.field);
  x.out.kind = plan::step_kind::list;
  x.out.list_nullable = !x.definition.type->non_null();
  x.out.shape.kind = plan::shape_kind::object;
  x.out.shape.fields = builder.fields(type, selected);
  bool grouped = builder.grouped();
  if (builder.columns.values().empty())
    builder.columns.add(grouped ? "1" : "count(*)");
  auto from = builder.from({});
  auto limit = limits(q, of);
  x.out.statement =
    finish(q, top_level(x.s.dialect(), builder.columns) + from + limit, false);
}

void aggregate_field(statement_scope& q, const table_scope& t,
                     const collected_field& f,
                     const graphql::types::field& definition,
                     const plan::field_def& d, tuple& columns,
                     plan::shape& out) {
  const auto& r = t.model.relations[static_cast<size_t>(d.relation)];
  const auto& target = q.s.model(r.model);
  table_scope other{target, q.alias()};
  list_request of{target, {}};
  read_arguments(q.s, f, definition, d.arguments, of);
  aggregate_builder builder{q, other, of, true};
  const auto& type = definition.type->core();
  out.kind = plan::shape_kind::row;
  out.fields = builder.fields(type, q.s.fields.collect(type, f));
  auto from = builder.from(join_condition(r, t, other));
  if (builder.columns.values().empty())
    builder.columns.add("count(*)");
  out.column = columns.add(std::string{row_mark} + "(SELECT "
                           + sql::row(q.s.dialect(), builder.columns.values())
                           + from + ")");
}

} // namespace troupe::compiler::planner
