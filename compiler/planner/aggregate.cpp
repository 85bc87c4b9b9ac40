#include "compiler/planner/aggregate.hpp"

#include "base/json_write.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

using authoring::aggregate_class;
using authoring::aggregate_function;
using authoring::grouping;
using plan::base_type;

namespace {

bool sqlite(const statement_scope& q) noexcept {
  return q.s.dialect() == plan::dialect::sqlite;
}

plan::column_type result_type(aggregate_class kind,
                              const plan::column_type& x) {
  switch (kind) {
    case aggregate_class::average:
      return plain_type(base_type::float8);
    case aggregate_class::sum:
      if (x.base == base_type::int2 || x.base == base_type::int4)
        return plain_type(base_type::int8);
      return x;
    case aggregate_class::json:
      return plain_type(base_type::json);
    case aggregate_class::text:
      return plain_type(base_type::text);
    case aggregate_class::array: {
      auto out = x;
      out.array = true;
      return out;
    }
    default:
      return x;
  }
}

/// A field's value in the row.
std::string value_of(statement_scope& q, const table_scope& t,
                     const plan::field_def& f) {
  if (f.kind == plan::field_kind::expression)
    q.opaque = true;
  return f.kind == plan::field_kind::expression ? expand_expression(t, f.sql)
                                                : t.column(f.column);
}

std::string key_order(const table_scope& t) {
  std::string out;
  for (auto key : t.model.primary_key)
    out += (out.empty() ? " ORDER BY " : ", ") + t.column(key);
  return out;
}

} // namespace

std::string bucket_of(statement_scope& q, const std::string& x,
                      std::string_view bucket, base_type base) {
  if (!sqlite(q)) {
    auto cut = "date_trunc('" + std::string{bucket} + "', " + x
               + (base == base_type::timestamptz ? ", 'UTC')" : ")");
    return base == base_type::date ? cut + "::date" : cut;
  }
  std::string day;
  if (bucket == "year")
    day = "strftime('%Y-01-01', " + x + ")";
  else if (bucket == "quarter")
    day = "(strftime('%Y-', " + x + ") || printf('%02d', (CAST(strftime('%m', "
          + x + ") AS INTEGER) - 1) / 3 * 3 + 1) || '-01')";
  else if (bucket == "month")
    day = "strftime('%Y-%m-01', " + x + ")";
  else if (bucket == "week")
    day = "date(" + x + ", '-6 days', 'weekday 1')";
  else
    day = "date(" + x + ")";
  if (base == base_type::date)
    return day;
  std::string zone = base == base_type::timestamptz ? "Z" : "";
  if (bucket == "minute" || bucket == "second")
    return std::string{"strftime('%Y-%m-%d %H:%M:"}
           + (bucket == "minute" ? "00" : "%S") + zone + "', " + x + ")";
  if (bucket == "hour")
    return "strftime('%Y-%m-%d %H:00:00" + zone + "', " + x + ")";
  return "(" + day + " || ' 00:00:00" + zone + "')";
}

const aggregate_function* find_aggregate(std::string_view name) noexcept {
  for (const auto& f : authoring::aggregate_functions)
    if (f.name == name)
      return &f;
  return nullptr;
}

const plan::field_def* find_field(const plan::model_def& m,
                                  std::string_view name) noexcept {
  for (const auto& f : m.fields)
    if (f.name == name)
      return &f;
  return nullptr;
}

operand aggregate_call(statement_scope& q, const table_scope& t,
                       const aggregate_function& function,
                       const plan::field_def& field, const std::string& suffix,
                       const std::string& more) {
  auto type = authoring::value_type(t.model, field);
  auto text = value_of(q, t, field);
  if (!sqlite(q) && function.kind == aggregate_class::average
      && type.base != base_type::float8)
    text += "::float8";
  if (function.kind == aggregate_class::array)
    text = sql::readable(q.s.dialect(), type, text) + key_order(t);
  if (function.kind == aggregate_class::json && !sqlite(q))
    text += key_order(t);
  if (function.kind == aggregate_class::text)
    text += sqlite(q) ? ", " + more : "::text, " + more + key_order(t);
  auto name = sqlite(q) ? function.sqlite : function.postgres;
  // SQLite makes an empty list of no rows.
  if (function.kind == aggregate_class::json && sqlite(q))
    return {"CASE WHEN count(*) > 0 THEN " + std::string{name} + "(" + text
              + ") END",
            result_type(function.kind, type), true, true};
  return {std::string{name} + "(" + text + ")" + suffix,
          result_type(function.kind, type), true, true};
}

std::vector<grouping> read_groupings(const plan::model_def& m,
                                     const input* argument) {
  std::vector<grouping> out;
  if (argument == nullptr)
    return out;
  auto all = authoring::groupings(m);
  for (const auto& x : argument->items) {
    bool known = false;
    for (const auto& g : out)
      known = known || g.name == x.text;
    for (const auto& g : all)
      if (!known && g.name == x.text)
        out.push_back(g);
  }
  return out;
}

std::vector<std::string> grouping_keys(statement_scope& q, const table_scope& t,
                                       const grouping& g) {
  const auto& f = t.model.fields[static_cast<size_t>(g.field)];
  std::vector<std::string> out;
  if (f.kind == plan::field_kind::relation) {
    for (const auto& p : t.model.relations[static_cast<size_t>(f.relation)].on)
      out.push_back(t.column(p.local));
    return out;
  }
  auto value = value_of(q, t, f);
  if (!g.bucket.empty())
    value =
      bucket_of(q, value, g.bucket, authoring::value_type(t.model, f).base);
  out.push_back(std::move(value));
  return out;
}

plan::shape aggregate_functions_shape(statement_scope& q, const table_scope& t,
                                      const collected_field& f,
                                      const graphql::types::field& definition,
                                      const aggregate_function& function,
                                      const std::string& suffix,
                                      tuple& columns) {
  plan::shape out;
  describe(q.s, f, definition, t.model.name + "Aggregate", out);
  out.kind = plan::shape_kind::object;
  const auto& type = definition.type->core();
  for (const auto& inner : q.s.fields.collect(type, f)) {
    const auto* d = q.s.in.schema.find_field(type, inner.first().name.text);
    auto& to = out.fields.emplace_back();
    describe(q.s, inner, *d, type.name, to);
    if (d == &q.s.in.schema.typename_field()) {
      to.kind = plan::shape_kind::literal;
      to.literal = json::quoted(type.name);
      continue;
    }
    const auto* field = find_field(t.model, d->name);
    auto call = aggregate_call(q, t, function, *field, suffix);
    to.column = columns.add(call.text);
    to.scale = call.type.scale;
    if (field->column >= 0)
      for (auto& [from, name] : enum_renames(q.s, t.model, field->column))
        to.renames.emplace_back(name, from);
  }
  return out;
}

std::string count_call(statement_scope& q, const table_scope& t,
                       const collected_field& f,
                       const graphql::types::field& definition) {
  const input* distinct = nullptr;
  for (const auto& a : definition.arguments)
    distinct = argument_value(q.s, f, a);
  auto keys = read_groupings(t.model, distinct);
  std::vector<std::string> parts;
  for (const auto& g : keys)
    for (auto& part : grouping_keys(q, t, g))
      parts.push_back(std::move(part));
  if (parts.empty())
    return "count(*)";
  if (parts.size() == 1)
    return "count(DISTINCT " + parts[0] + ")";
  if (sqlite(q)) {
    q.s.fail(f.first().at.begin,
             "SQLite counts different values of one column only; group by them "
             "instead.");
    return "count(*)";
  }
  std::string list;
  for (const auto& part : parts)
    list += (list.empty() ? "" : ", ") + part;
  return "count(DISTINCT (" + list + "))";
}

std::string approximate_count(const table_scope& t) {
  auto table = sql::table_name(t.model);
  std::string literal;
  for (auto c : table)
    literal += c == '\'' ? std::string{"''"} : std::string{c};
  // A table that was never analysed has -1, a view too or 0: then count.
  return "(SELECT CASE WHEN c.reltuples > 0 THEN c.reltuples::bigint ELSE "
         "(SELECT count(*) FROM "
         + table + ") END FROM pg_class AS c WHERE c.oid = '" + literal
         + "'::regclass)";
}

std::string aggregate_condition(statement_scope& q, const table_scope& t,
                                const input& filter) {
  std::string suffix;
  if (const auto* where = filter.find("where");
      where != nullptr && !where->is_null()) {
    auto inner = condition(q, t, *where);
    if (!inner.empty())
      suffix = " FILTER (WHERE " + inner + ")";
  }
  std::vector<std::string> parts;
  auto add = [&](std::string part) {
    if (!part.empty())
      parts.push_back(std::move(part));
  };
  for (const auto& x : filter.fields) {
    if (x.value.is_null())
      continue;
    if (x.name == "count")
      add(compare(
        q, {"count(*)" + suffix, plain_type(base_type::int8), false, true},
        x.value));
    const auto* function = find_aggregate(x.name);
    if (function == nullptr)
      continue;
    for (const auto& f : x.value.fields)
      if (const auto* field = find_field(t.model, f.name);
          field != nullptr && !f.value.is_null())
        add(
          compare(q, aggregate_call(q, t, *function, *field, suffix), f.value));
  }
  return join_conditions(parts, " AND ");
}

std::string related_aggregate_condition(statement_scope& q,
                                        const table_scope& t,
                                        const plan::relation_def& r,
                                        const input& filter) {
  table_scope other{q.s.model(r.model), q.alias()};
  // Which rows count belongs into WHERE: an index serves it there.
  std::string where;
  std::vector<graphql::types::input_field> rest;
  for (const auto& x : filter.fields)
    if (x.name != "where")
      rest.push_back(x);
    else if (!x.value.is_null())
      where = condition(q, other, x.value);
  input functions;
  functions.fields = rest;
  auto having = aggregate_condition(q, other, functions);
  if (having.empty())
    return {};
  return "(SELECT " + having + " FROM " + sql::table_name(other.model) + " AS "
         + other.alias + " WHERE " + join_condition(r, t, other)
         + (where.empty() ? "" : " AND " + where) + ")";
}

void aggregate_order_keys(statement_scope& q, const table_scope& t,
                          const input& order,
                          const std::vector<grouping>& groups,
                          std::vector<sort_key>& out) {
  for (const auto& x : order.fields) {
    if (x.value.is_null())
      continue;
    if (x.name == "count") {
      auto& key =
        out.emplace_back(sort_by(q.s.dialect(), "count(*)", x.value.text));
      key.type = plain_type(base_type::int8);
      key.nullable = false;
    }
    if (x.name == "group")
      for (const auto& key : x.value.fields) {
        if (key.value.is_null())
          continue;
        bool found = false;
        for (const auto& g : groups)
          if (g.name == key.name) {
            out.push_back(sort_by(q.s.dialect(), grouping_keys(q, t, g)[0],
                                  key.value.text));
            found = true;
          }
        if (!found)
          q.s.fail(0, "The groups cannot be ordered by \""
                        + std::string{key.name}
                        + "\": it is not in `groupBy`.");
      }
    const auto* function = find_aggregate(x.name);
    if (function == nullptr)
      continue;
    for (const auto& f : x.value.fields)
      if (const auto* field = find_field(t.model, f.name);
          field != nullptr && !f.value.is_null()) {
        auto call = aggregate_call(q, t, *function, *field, {});
        auto& key =
          out.emplace_back(sort_by(q.s.dialect(), call.text, f.value.text));
        key.type = call.type;
      }
  }
}

void related_aggregate_order(statement_scope& q, const table_scope& t,
                             const plan::relation_def& r, const input& order,
                             std::vector<sort_key>& out) {
  table_scope other{q.s.model(r.model), q.alias()};
  std::vector<sort_key> keys;
  aggregate_order_keys(q, other, order, {}, keys);
  for (auto& key : keys) {
    key.expression = "(SELECT " + key.expression + " FROM "
                     + sql::table_name(other.model) + " AS " + other.alias
                     + " WHERE " + join_condition(r, t, other) + ")";
    out.push_back(std::move(key));
  }
}

} // namespace troupe::compiler::planner
