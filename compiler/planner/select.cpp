#include "compiler/planner/select.hpp"

#include "compiler/planner/document.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

/// One list under construction.
class list_builder {
public:
  list_builder(statement_scope& q, const list_request& x) : q_(q), x_(x) {
    // nop
  }

  list_sql run(const std::vector<collected_field>& selected) {
    list_sql out;
    table_scope inner{x_.model, q_.alias()};
    bool sqlite = q_.s.dialect() == plan::dialect::sqlite;
    bool cut = x_.limit != nullptr || x_.offset != nullptr || x_.take != nullptr
               || x_.skip != nullptr || q_.s.in.catalog.default_limit > 0;
    // Rows are cut before anything is joined to them or nested in them, or the
    // database would do that work for rows it then leaves out.
    bool two_level = (cut && has_relations(selected)) || (x_.nested && sqlite);
    table_scope outer{x_.model, two_level ? q_.alias() : inner.alias};
    std::string joins;
    out.fields = select_fields(q_, outer, selected, out.columns, &joins);
    auto source = rows_of(inner, two_level ? "" : joins);
    if (!two_level) {
      out.from = "FROM " + source;
      return out;
    }
    auto order = outer_order(outer);
    // A SQLite aggregate takes rows as the subselect orders them.
    if (x_.nested && sqlite)
      order.clear();
    out.from = "FROM (SELECT " + inner_columns(inner, outer, out, joins, order)
               + " FROM " + source + ") AS " + outer.alias + joins + order;
    return out;
  }

private:
  bool has_relations(const std::vector<collected_field>& selected) const {
    return std::ranges::any_of(selected, [&](const auto& f) {
      return std::ranges::any_of(x_.model.fields, [&](const auto& d) {
        return d.name == f.first().name.text
               && d.kind == plan::field_kind::relation;
      });
    });
  }

  /// `table AS t joins WHERE ... ORDER BY ... LIMIT ...`
  std::string rows_of(const table_scope& t, const std::string& more_joins) {
    std::vector<std::string> conditions;
    auto add = [&](std::string c) {
      if (!c.empty())
        conditions.push_back(std::move(c));
    };
    if (x_.tie)
      add(x_.tie(t));
    for (const auto& [column, value] : x_.equals)
      add(equality(q_, t, column, *value));
    for (const auto& [field, value] : x_.field_equals)
      add(field_equality(q_, t, field, *value));
    if (x_.where != nullptr && !x_.where->is_null())
      add(condition(q_, t, *x_.where));
    std::string joins;
    if (x_.order_by != nullptr && !x_.order_by->is_null())
      order_keys(q_, t, *x_.order_by, keys_, joins);
    if (!x_.single)
      for (auto column : x_.model.primary_key)
        tie_break(t.column(column));
    std::string out =
      sql::table_name(x_.model) + " AS " + t.alias + joins + more_joins;
    for (size_t i = 0; i < conditions.size(); ++i)
      out += (i == 0 ? " WHERE " : " AND ") + conditions[i];
    for (size_t i = 0; i < keys_.size(); ++i)
      out += (i == 0 ? " ORDER BY " : ", ") + keys_[i].expression
             + keys_[i].direction;
    return out + limits();
  }

  /// The key as last sort key makes every order total.
  void tie_break(std::string expression) {
    for (const auto& k : keys_)
      if (k.expression == expression)
        return;
    keys_.push_back({std::move(expression), ""});
  }

  std::string inner_columns(const table_scope& inner, const table_scope& outer,
                            const list_sql& made, const std::string& joins,
                            const std::string& order) const {
    auto used = joins + order;
    for (const auto& v : made.columns.values())
      used += v;
    std::string out;
    for (size_t i = 0; i < x_.model.columns.size(); ++i) {
      auto column = static_cast<int32_t>(i);
      if (used.find(outer.column(column)) != std::string::npos)
        out += (out.empty() ? "" : ", ") + inner.column(column);
    }
    for (size_t i = 0; i < keys_.size() && !order.empty(); ++i)
      out +=
        (out.empty() ? "" : ", ") + keys_[i].expression + " AS " + sort_name(i);
    return out.empty() ? "1 AS one" : out;
  }

  static std::string sort_name(size_t i) {
    return sql::quote("sort" + std::to_string(i));
  }

  std::string outer_order(const table_scope& outer) const {
    std::string out;
    for (size_t i = 0; i < keys_.size(); ++i)
      out += (i == 0 ? " ORDER BY " : ", ") + outer.alias + "." + sort_name(i)
             + keys_[i].direction;
    return out;
  }

  std::string limits() {
    auto limit = row_count(x_.limit, q_.s.in.catalog.default_limit);
    auto offset = row_count(x_.offset, 0);
    if (x_.single && limit.empty())
      limit = "1";
    if (x_.take != nullptr)
      limit = least(limit, row_count(x_.take, 0));
    if (x_.skip != nullptr) {
      auto skip = row_count(x_.skip, 0);
      limit = less(limit, skip);
      offset = sum(offset, skip);
    }
    if (!offset.empty() && limit.empty()
        && q_.s.dialect() == plan::dialect::sqlite)
      limit = "-1";
    return (limit.empty() ? "" : " LIMIT " + limit)
           + (offset.empty() ? "" : " OFFSET " + offset);
  }

  static bool constant(const std::string& x) {
    return x.find_first_not_of("0123456789") == std::string::npos;
  }

  static std::string whole(const std::string& x) {
    return constant(x) ? x : "CAST(" + x + " AS bigint)";
  }

  std::string function(const char* postgres, const char* sqlite) const {
    return q_.s.dialect() == plan::dialect::postgres ? postgres : sqlite;
  }

  std::string least(const std::string& limit, const std::string& take) const {
    if (limit.empty())
      return take;
    if (constant(limit) && constant(take))
      return std::to_string(std::min(std::stoll(limit), std::stoll(take)));
    return function("LEAST(", "min(") + whole(limit) + ", " + whole(take) + ")";
  }

  /// What is left of a limit behind `skip` rows.
  std::string less(const std::string& limit, const std::string& skip) const {
    if (limit.empty())
      return {};
    if (constant(limit) && constant(skip))
      return std::to_string(
        std::max<long long>(std::stoll(limit) - std::stoll(skip), 0));
    return function("GREATEST(", "max(") + whole(limit) + " - " + whole(skip)
           + ", 0)";
  }

  static std::string sum(const std::string& offset, const std::string& skip) {
    if (offset.empty())
      return skip;
    if (constant(offset) && constant(skip))
      return std::to_string(std::stoll(offset) + std::stoll(skip));
    return whole(offset) + " + " + whole(skip);
  }

  /// Digits for a constant: a plan made for an unknown LIMIT is a bad one.
  std::string row_count(const input* x, int64_t otherwise) {
    if (x == nullptr || x->is_null())
      return otherwise > 0 && !x_.single ? std::to_string(otherwise)
                                         : std::string{};
    auto most = x == x_.limit ? q_.s.in.catalog.max_limit : 0;
    if (x->leaf >= 0) {
      plan::column_type type;
      type.base = plan::base_type::int8;
      return q_.bind(*x, type, plan::transform::row_count, {}, most);
    }
    if (x->integer < 0)
      q_.s.fail(x_.at, "A limit or offset must be a whole number that is not "
                       "negative, not "
                         + std::to_string(x->integer) + ".");
    else if (most > 0 && x->integer > most)
      q_.s.fail(x_.at, "A list may have at most " + std::to_string(most)
                         + " rows, not " + std::to_string(x->integer) + ".");
    return std::to_string(x->integer);
  }

  statement_scope& q_;
  const list_request& x_;
  std::vector<sort_key> keys_;
};

plan::cost_node expected_rows(const session& s, const list_request& x) {
  plan::cost_node out;
  if (x.single)
    out.rows = 1;
  else if (x.skip != nullptr)
    out.rows = 0; // counted with the rows before them
  else if (x.limit == nullptr || x.limit->is_null())
    out.rows = s.in.catalog.default_limit > 0 ? s.in.catalog.default_limit : -1;
  else if (x.limit->leaf >= 0)
    out.leaf = x.limit->leaf;
  else
    out.rows = x.limit->integer;
  return out;
}

} // namespace

int32_t tuple::add(const std::string& expression) {
  auto i = std::ranges::find(values_, expression);
  if (i == values_.end())
    i = values_.insert(i, expression);
  return static_cast<int32_t>(i - values_.begin());
}

list_sql select_list(statement_scope& q, const list_request& x,
                     const std::vector<collected_field>& selected) {
  cost_scope cost{q.s, expected_rows(q.s, x)};
  auto out = list_builder{q, x}.run(selected);
  // A tuple has at least one value, even if only __typename is asked for.
  if (out.columns.values().empty())
    out.columns.add("1");
  return out;
}

void read_arguments(session& s, const collected_field& field,
                    const graphql::types::field& definition,
                    const std::vector<plan::argument_def>& arguments,
                    list_request& out) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    const auto* value = argument_value(s, field, definition.arguments[i]);
    if (value == nullptr)
      continue;
    switch (arguments[i].role) {
      case plan::argument_role::where:
        out.where = value;
        break;
      case plan::argument_role::order_by:
        out.order_by = value;
        break;
      case plan::argument_role::limit:
        out.limit = value;
        break;
      case plan::argument_role::offset:
        out.offset = value;
        break;
      case plan::argument_role::first:
        out.first = value;
        break;
      case plan::argument_role::after:
        out.after = value;
        break;
      case plan::argument_role::last:
        out.last = value;
        break;
      case plan::argument_role::before:
        out.before = value;
        break;
      default:
        // An argument that may be left out restricts nothing when null.
        if (value->is_null())
          break;
        if (arguments[i].field >= 0)
          out.field_equals.emplace_back(arguments[i].field, value);
        else
          out.equals.emplace_back(arguments[i].column, value);
    }
  }
}

std::string top_level(plan::dialect dialect, const tuple& columns) {
  std::string out = "SELECT ";
  for (size_t i = 0; i < columns.values().size(); ++i) {
    const auto& v = columns.values()[i];
    out += (i > 0 ? ", " : "") + v;
    // SQLite's driver learns from the name which blobs are tuples.
    if (dialect == plan::dialect::sqlite && v.starts_with(rows_mark))
      out += " AS troupe_rows_" + std::to_string(i);
    else if (dialect == plan::dialect::sqlite && v.starts_with(row_mark))
      out += " AS troupe_row_" + std::to_string(i);
  }
  return out;
}

} // namespace troupe::compiler::planner
