#include "base/json_write.hpp"
#include "compiler/planner/aggregate.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

constexpr std::pair<std::string_view, std::string_view> rankings[] = {
  {"rowNumber", "row_number()"}, {"rank", "rank()"},
  {"denseRank", "dense_rank()"}, {"percentRank", "percent_rank()"},
  {"cumeDist", "cume_dist()"},   {"count", "count(*)"},
};

constexpr std::pair<std::string_view, std::string_view> neighbours[] = {
  {"lag", "lag"},
  {"lead", "lead"},
  {"firstValue", "first_value"},
  {"lastValue", "last_value"},
  {"nthValue", "nth_value"},
};

/// The functions of one `window` field.
class window_builder {
public:
  window_builder(statement_scope& q, const table_scope& t, tuple& columns)
    : q_(q), t_(t), rows_(*t.windows), columns_(columns) {
    // nop
  }

  void run(plan::shape& out, const collected_field& f,
           const graphql::types::field& definition) {
    out.kind = plan::shape_kind::object;
    over_ = " OVER (" + window(f, definition) + ")";
    const auto& type = definition.type->core();
    for (const auto& inner : q_.s.fields.collect(type, f)) {
      const auto* d = q_.s.in.schema.find_field(type, inner.first().name.text);
      out.fields.push_back(function(inner, *d, type.name));
    }
  }

private:
  /// `PARTITION BY ... ORDER BY ... ROWS BETWEEN ...`
  std::string window(const collected_field& f,
                     const graphql::types::field& definition) {
    std::string partition;
    std::string order;
    std::string frame;
    for (const auto& a : definition.arguments) {
      const auto* value = argument_value(q_.s, f, a);
      if (value == nullptr || value->is_null())
        continue;
      if (a.name == "partitionBy")
        for (const auto& g : read_groupings(t_.model, value))
          for (const auto& key : grouping_keys(q_, rows_.rows, g))
            partition += (partition.empty() ? "PARTITION BY " : ", ") + key;
      else if (a.name == "orderBy")
        order = order_text(*value);
      else
        frame = frame_text(*value, f.first().at.begin);
    }
    std::string out = partition;
    for (const auto& part : {order, frame})
      if (!part.empty())
        out += (out.empty() ? "" : " ") + part;
    return out;
  }

  std::string order_text(const input& order_by) {
    std::vector<sort_key> keys;
    order_keys(q_, rows_.rows, order_by, keys, rows_.joins);
    std::string out;
    for (const auto& key : keys)
      out +=
        (out.empty() ? "ORDER BY " : ", ") + key.expression + key.direction;
    return out;
  }

  std::string frame_text(const input& x, uint32_t at) {
    std::string_view unit = "ROWS";
    if (const auto* given = x.find("unit"))
      unit = given->text == "GROUPS"  ? "GROUPS"
             : given->text == "RANGE" ? "RANGE"
                                      : "ROWS";
    auto bound = [&](std::string_view name, std::string_view word) {
      const auto* n = x.find(name);
      if (n == nullptr || n->is_null())
        return "UNBOUNDED " + std::string{word};
      if (n->leaf < 0 && n->integer == 0)
        return std::string{"CURRENT ROW"};
      return frame_count(q_, *n, at) + " " + std::string{word};
    };
    return std::string{unit} + " BETWEEN " + bound("preceding", "PRECEDING")
           + " AND " + bound("following", "FOLLOWING");
  }

  plan::shape function(const collected_field& f,
                       const graphql::types::field& definition,
                       std::string_view parent) {
    if (const auto* aggregate = find_aggregate(definition.name)) {
      tuple calls;
      auto out = aggregate_functions_shape(q_, rows_.rows, f, definition,
                                           *aggregate, over_, calls);
      for (auto& field : out.fields)
        if (field.column >= 0)
          field.column = rows_.add(
            columns_, calls.values()[static_cast<size_t>(field.column)]);
      return out;
    }
    plan::shape out;
    describe(q_.s, f, definition, parent, out);
    if (&definition == &q_.s.in.schema.typename_field()) {
      out.kind = plan::shape_kind::literal;
      out.literal = json::quoted(parent);
      return out;
    }
    for (const auto& [name, call] : rankings)
      if (name == definition.name)
        out.column = rows_.add(columns_, std::string{call} + over_);
    if (definition.name == "ntile")
      out.column =
        rows_.add(columns_, "ntile(" + argument(f, definition) + ")" + over_);
    for (const auto& [name, call] : neighbours)
      if (name == definition.name)
        neighbour(out, f, definition, call);
    return out;
  }

  std::string argument(const collected_field& f,
                       const graphql::types::field& definition) {
    for (const auto& a : definition.arguments)
      if (const auto* value = argument_value(q_.s, f, a);
          value != nullptr && !value->is_null())
        return frame_count(q_, *value, f.first().at.begin);
    return "1";
  }

  void neighbour(plan::shape& out, const collected_field& f,
                 const graphql::types::field& definition,
                 std::string_view call) {
    out.kind = plan::shape_kind::object;
    auto more =
      definition.arguments.empty() ? "" : ", " + argument(f, definition);
    auto text_of = [&](const std::string& value) {
      return std::string{call} + "(" + value + more + ")" + over_;
    };
    out.column = rows_.add(columns_, text_of("1"));
    const auto& type = definition.type->core();
    for (const auto& inner : q_.s.fields.collect(type, f)) {
      const auto* d = q_.s.in.schema.find_field(type, inner.first().name.text);
      auto& to = out.fields.emplace_back();
      describe(q_.s, inner, *d, type.name, to);
      if (d == &q_.s.in.schema.typename_field()) {
        to.kind = plan::shape_kind::literal;
        to.literal = json::quoted(type.name);
        continue;
      }
      const auto* field = find_field(t_.model, d->name);
      auto value = operand_of(q_.s, rows_.rows, *field);
      to.column = rows_.add(
        columns_,
        text_of(sql::readable(q_.s.dialect(), value.type, value.text)));
      to.scale = value.type.scale;
      for (auto& [from, name] : enum_renames(q_.s, t_.model, field->column))
        to.renames.emplace_back(name, from);
    }
  }

  statement_scope& q_;
  const table_scope& t_;
  window_rows& rows_;
  tuple& columns_;
  std::string over_;
};

} // namespace

std::string frame_count(statement_scope& q, const input& n, uint32_t at) {
  if (n.leaf >= 0) {
    auto out =
      q.bind(n, plain_type(plan::base_type::int8), plan::transform::row_count);
    return q.s.dialect() == plan::dialect::sqlite ? out : out + "::integer";
  }
  if (n.integer < 0)
    q.s.fail(at, "A window counts rows with a whole number that is not "
                 "negative, not "
                   + std::to_string(n.integer) + ".");
  return std::to_string(n.integer);
}

void window_field(statement_scope& q, const table_scope& t,
                  const collected_field& f,
                  const graphql::types::field& definition, tuple& columns,
                  plan::shape& out) {
  if (t.windows == nullptr)
    return q.s.fail(
      f.first().at.begin,
      "`window` looks at the rows of a list; there is none here.");
  // A frame counts rows by constants of the execution.
  q.opaque = true;
  window_builder{q, t, columns}.run(out, f, definition);
}

} // namespace troupe::compiler::planner
