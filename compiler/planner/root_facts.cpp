#include "compiler/authoring/facts.hpp"
#include "compiler/planner/fact_rows.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

/// Aggregates of a fact table: `sales_aggregate(where, groupBy: {category:
/// true}, having: {revenue_sum_gt: 10}, orderBy: {revenue_sum: DESC})` of flat
/// rows.
namespace troupe::compiler::planner {

namespace {

using authoring::fact_value;
using authoring::grouping;

constexpr std::pair<std::string_view, std::string_view> signs[] = {
  {"eq", " = "},   {"neq", " <> "}, {"lt", " < "},
  {"lte", " <= "}, {"gt", " > "},   {"gte", " >= "}};

std::string joined(const std::vector<std::string>& parts,
                   std::string_view first, std::string_view next) {
  std::string out;
  for (const auto& part : parts)
    out += std::string{out.empty() ? first : next} + part;
  return out;
}

class fact_builder : public fact_rows {
public:
  fact_builder(statement_scope& q, const table_scope& t, const list_request& x)
    : fact_rows(q, t, x),
      rows_(period_rows(q, t, x.where)),
      keys_(authoring::fact_groupings(t.model)),
      values_(authoring::fact_values(t.model, q.s.dialect())) {
    for (const auto& f : fields_of(x.group_by)) {
      if (f.value.leaf >= 0)
        q_.s.fail(x.at, "What to group by cannot be a variable of its own. "
                        "Write it into the document, or give the whole groupBy "
                        "as a variable.");
      auto key = std::ranges::find(keys_, f.name, &grouping::name);
      if (key != keys_.end() && f.value.boolean)
        groups_.push_back(*key);
    }
  }

  std::vector<plan::shape>
  fields(const graphql::types::type& type,
         const std::vector<collected_field>& selected) {
    std::vector<plan::shape> out;
    for (const auto& f : selected) {
      const auto* d = q_.s.in.schema.find_field(type, f.first().name.text);
      auto& to = out.emplace_back();
      if (described(to, f, *d, type.name))
        continue;
      if (auto x = value(d->name, separator(f, *d)); !x.text.empty())
        add(to, x);
      else if (auto key = std::ranges::find(groups_, d->name, &grouping::name);
               key != groups_.end())
        add(to, {key_text(*key), authoring::value_type(t_.model, field(*key))});
      else
        constant(to, "null");
    }
    if (columns.values().empty())
      columns.add(groups_.empty() ? "count(*)" : "1");
    return out;
  }

  std::string from() {
    std::vector<std::string> keys;
    for (const auto& g : groups_)
      keys.push_back(key_text(g));
    auto out = source(rows_);
    out += joined(keys, " GROUP BY ", ", ");
    out += joined(having(), " HAVING ", " AND ");
    return out + joined(order(keys), " ORDER BY ", ", ") + limits(q_, x_);
  }

private:
  static std::span<const graphql::types::input_field>
  fields_of(const input* x) noexcept {
    return x == nullptr ? std::span<const graphql::types::input_field>{}
                        : x->fields;
  }

  const plan::field_def& field(const grouping& g) const {
    return t_.model.fields[static_cast<size_t>(g.field)];
  }

  std::string key_text(const grouping& g) {
    auto of = g;
    // A row of a whole period is of no day.
    if (!rows_.empty() && field(g).column == t_.model.fine->column)
      of.bucket = period_bucket(*t_.model.fine, g.bucket);
    return grouping_keys(q_, t_, of)[0];
  }

  /// What is to stand between texts.
  std::string separator(const collected_field& f,
                        const graphql::types::field& definition) {
    for (const auto& a : definition.arguments)
      if (const auto* x = argument_value(q_.s, f, a); x != nullptr)
        return q_.bind(*x, plain_type(plan::base_type::text));
    return {};
  }

  /// `count` or `<field>_<function>`; an empty text if it is neither.
  operand value(std::string_view name, const std::string& more = {}) {
    if (name == "count")
      return {"count(*)", plain_type(plan::base_type::int8), false, true};
    auto v = std::ranges::find(values_, name, &fact_value::name);
    if (v == values_.end())
      return {};
    const auto& f = t_.model.fields[static_cast<size_t>(v->field)];
    if (v->function != nullptr)
      return aggregate_call(q_, t_, *v->function, f, {}, more);
    return {"count(DISTINCT " + key_text({v->name, v->field, {}}) + ")",
            plain_type(plan::base_type::int8), false, true};
  }

  /// A decimal is bound as text, which SQLite would not compare with a sum.
  std::string number(const input& x, const plan::column_type& type) {
    auto out = q_.bind(x, type);
    return q_.s.dialect() == plan::dialect::sqlite
               && type.base == plan::base_type::numeric
             ? "CAST(" + out + " AS NUMERIC)"
             : out;
  }

  std::vector<std::string> having() {
    std::vector<std::string> out;
    for (const auto& f : fields_of(x_.having)) {
      auto mark = f.name.rfind('_');
      if (f.value.is_null() || mark == std::string_view::npos)
        continue;
      auto x = value(f.name.substr(0, mark));
      for (const auto& [op, sign] : signs)
        if (op == f.name.substr(mark + 1))
          out.push_back(x.text + std::string{sign} + number(f.value, x.type));
    }
    return out;
  }

  /// The groups' keys come last, so that the order is total.
  std::vector<std::string> order(const std::vector<std::string>& keys) {
    std::vector<sort_key> all;
    for (const auto& f : fields_of(x_.order_by)) {
      if (f.value.is_null())
        continue;
      auto x = value(f.name);
      if (x.text.empty()) {
        auto g = std::ranges::find(groups_, f.name, &grouping::name);
        if (g == groups_.end()) {
          q_.s.fail(x_.at, "The groups cannot be ordered by \""
                             + std::string{f.name}
                             + "\": it is not in `groupBy`.");
          continue;
        }
        x.text = key_text(*g);
      }
      all.push_back(sort_by(q_.s.dialect(), x.text, f.value.text));
    }
    for (const auto& key : keys)
      if (std::ranges::find(all, key, &sort_key::expression) == all.end())
        all.push_back(sort_by(q_.s.dialect(), key, "ASC"));
    std::vector<std::string> out;
    for (const auto& key : all)
      out.push_back(key.expression + key.direction);
    return out;
  }

  /// Where the rows come from; empty: from the table.
  std::string rows_;
  std::vector<grouping> keys_;
  std::vector<fact_value> values_;
  std::vector<grouping> groups_;
};

} // namespace

void plan_facts(const root_field& x) {
  plan_fact_rows<fact_builder>(x, false);
}

} // namespace troupe::compiler::planner
