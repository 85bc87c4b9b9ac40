#include "compiler/authoring/fraiseql_operators.hpp"
#include "compiler/planner/fact_rows.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

/// Fact tables of whole periods. A query that begins or ends within a period,
/// or reaches into the one that is not over, takes rows of these from the finer
/// source; whole periods in between come summed up already.
namespace troupe::compiler::planner {

namespace {

using plan::base_type;

/// In the order of their length.
constexpr std::string_view buckets[] = {"second", "minute", "hour",    "day",
                                        "week",   "month",  "quarter", "year"};

/// Half a day more than the period: cut to the grain again it is the beginning
/// of the next one, whatever the clock did in between.
constexpr std::pair<std::string_view, std::string_view> next_period[] = {
  {"day", "1 day 12 hours"},
  {"week", "7 days 12 hours"},
  {"month", "1 month 12 hours"},
  {"quarter", "3 months 12 hours"},
  {"year", "1 year 12 hours"}};

class period_builder {
public:
  period_builder(statement_scope& q, const table_scope& t)
    : q_(q),
      t_(t),
      fine_(*t.model.fine),
      type_(t.model.columns[static_cast<size_t>(fine_.column)].type) {
    // nop
  }

  std::string run(const input& where) {
    bounds(where);
    auto lower = [](const auto& x) { return x.first.starts_with('g'); };
    if (std::ranges::none_of(bounds_, lower))
      return {};
    for (const auto& [op, value] : bounds_)
      add(op, q_.bind(*value, type_) + "::" + type_.name);
    last_.push_back(cut(now()));
    auto first = extreme("GREATEST", first_);
    auto last = extreme("LEAST", last_);
    auto time =
      sql::quote(t_.model.columns[static_cast<size_t>(fine_.column)].name);
    std::string columns;
    for (const auto& c : t_.model.columns)
      columns += (columns.empty() ? "" : ", ") + sql::quote(c.name);
    plan::model_def fine;
    fine.schema = fine_.schema;
    fine.table = fine_.table;
    return "(SELECT " + columns + " FROM " + sql::table_name(t_.model)
           + " WHERE " + time + " >= " + first + " AND " + time + " < " + last
           + " UNION ALL SELECT " + columns + " FROM " + sql::table_name(fine)
           + " WHERE " + time + " < " + first + " OR " + time + " >= " + last
           + ")";
  }

private:
  /// Only what has to hold in any case bounds the rows.
  void bounds(const input& where) {
    for (const auto& f : where.fields) {
      if (f.value.is_null())
        continue;
      if (f.name == "_and")
        for (const auto& item : f.value.items)
          bounds(item);
      else
        for (const auto& field : t_.model.fields)
          if (field.column == fine_.column)
            bound(field.name, f);
    }
  }

  /// `occurred_at_gte: ...` and `occurred_at: {gte: ...}`
  void bound(std::string_view field, const graphql::types::input_field& f) {
    if (f.name == field)
      for (const auto& op : f.value.fields)
        note(op.name, op.value);
    else if (f.name.starts_with(field)
             && f.name.substr(field.size()).starts_with('_'))
      note(f.name.substr(field.size() + 1), f.value);
  }

  void note(std::string_view name, const input& value) {
    constexpr std::string_view ops[] = {"gte", "gt", "lte", "lt"};
    auto op = authoring::operator_of(name);
    if (std::ranges::find(ops, op) != std::end(ops) && !value.is_null())
      bounds_.emplace_back(op, &value);
  }

  void add(std::string_view op, const std::string& value) {
    if (op == "lt" || op == "lte")
      last_.push_back(cut(value));
    else if (op == "gt")
      first_.push_back(next(value));
    else
      first_.push_back("CASE WHEN " + cut(value) + " = " + value + " THEN "
                       + value + " ELSE " + next(value) + " END");
  }

  std::string cut(const std::string& value) {
    return bucket_of(q_, value, fine_.grain, type_.base);
  }

  std::string next(const std::string& value) {
    const auto* step =
      std::ranges::find(next_period, std::string_view{fine_.grain},
                        [](const auto& x) { return x.first; });
    return cut("(" + cut(value) + " + interval '" + std::string{step->second}
               + "')");
  }

  std::string now() const {
    if (type_.base == base_type::timestamptz)
      return "now()";
    std::string utc = "(now() AT TIME ZONE 'UTC')";
    return type_.base == base_type::date ? utc + "::date" : utc;
  }

  static std::string extreme(std::string_view function,
                             const std::vector<std::string>& values) {
    if (values.size() == 1)
      return values.front();
    std::string out;
    for (const auto& v : values)
      out += (out.empty() ? "" : ", ") + v;
    return std::string{function} + "(" + out + ")";
  }

  statement_scope& q_;
  const table_scope& t_;
  const plan::fine_rows& fine_;
  const plan::column_type& type_;
  std::vector<std::pair<std::string_view, const input*>> bounds_;
  std::vector<std::string> first_;
  std::vector<std::string> last_;
};

} // namespace

std::string period_rows(statement_scope& q, const table_scope& t,
                        const input* where) {
  if (!t.model.fine || where == nullptr || where->is_null())
    return {};
  return period_builder{q, t}.run(*where);
}

std::string_view period_bucket(const plan::fine_rows& fine,
                               std::string_view bucket) noexcept {
  auto length = [](std::string_view x) {
    return std::ranges::find(buckets, x) - std::begin(buckets);
  };
  return bucket.empty() || length(bucket) < length(fine.grain)
           ? std::string_view{fine.grain}
           : bucket;
}

} // namespace troupe::compiler::planner
