#include "compiler/planner/select.hpp"

#include "compiler/planner/aggregate.hpp"
#include "compiler/planner/document.hpp"
#include "compiler/planner/fraiseql.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

/// Digits for a constant: a plan made for an unknown LIMIT is a bad one.
std::string row_count(statement_scope& q, const list_request& x, const input* n,
                      int64_t otherwise) {
  if (n == nullptr || n->is_null())
    return otherwise > 0 && !x.single ? std::to_string(otherwise)
                                      : std::string{};
  auto most = n == x.limit ? q.s.in.catalog.max_limit : 0;
  if (n->leaf >= 0) {
    plan::column_type type;
    type.base = plan::base_type::int8;
    return q.bind(*n, type, plan::transform::row_count, {}, most);
  }
  if (n->integer < 0)
    q.s.fail(x.at, "A limit or offset must be a whole number that is not "
                   "negative, not "
                     + std::to_string(n->integer) + ".");
  else if (most > 0 && n->integer > most)
    q.s.fail(x.at, "A list may have at most " + std::to_string(most)
                     + " rows, not " + std::to_string(n->integer) + ".");
  return std::to_string(n->integer);
}

/// A nested statement with its own aliases and parameters counted from 0, and
/// what the parameters are: the same for selections that ask the same.
std::string nested_form(const statement_scope& q, const std::string& text,
                        tuple::mark begin) {
  std::string out;
  auto number = [&](size_t& i, size_t from) {
    size_t n = 0;
    auto start = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9')
      n = n * 10 + static_cast<size_t>(text[i++] - '0');
    if (i == start || n < from)
      out += text.substr(start, i - start);
    else
      out += "+" + std::to_string(n - from);
  };
  for (size_t i = 0; i < text.size();) {
    bool alias =
      text.compare(i, 2, "\"t") == 0 && (i == 0 || text[i - 1] != '.');
    bool parameter = text[i] == '$' || text[i] == '?';
    out += text[i++];
    if (alias)
      out += text[i++];
    if (alias || parameter)
      number(i, alias ? begin.aliases : begin.parameters + 1);
  }
  for (auto i = begin.parameters; i < q.parameters.size(); ++i) {
    const auto& p = q.parameters[i];
    out += "|" + std::to_string(p.leaf) + ":"
           + std::to_string(static_cast<int>(p.constant.kind)) + ":"
           + std::to_string(p.constant.boolean) + ":"
           + std::to_string(p.constant.integer) + ":"
           + std::to_string(p.constant.real) + ":"
           + std::to_string(p.constant_text.size()) + ":" + p.constant_text
           + ":" + std::to_string(static_cast<int>(p.transform));
  }
  return out;
}

/// One list under construction.
class list_builder {
public:
  list_builder(statement_scope& q, const list_request& x) : q_(q), x_(x) {
    // nop
  }

  list_sql run(const std::vector<collected_field>& selected) {
    list_sql out;
    table_scope base{x_.model, q_.alias()};
    bool distinct = x_.distinct_on != nullptr && !x_.distinct_on->items.empty();
    table_scope inner{x_.model, distinct ? q_.alias() : base.alias};
    bool sqlite = q_.s.dialect() == plan::dialect::sqlite;
    bool cut = x_.limit != nullptr || x_.offset != nullptr || x_.take != nullptr
               || x_.skip != nullptr || q_.s.in.catalog.default_limit > 0;
    // Rows are cut before anything is joined to them or nested in them, or the
    // database would do that work for rows it then leaves out.
    bool two_level = (cut && has_relations(selected)) || (x_.nested && sqlite);
    table_scope outer{x_.model, two_level ? q_.alias() : inner.alias};
    std::string joins;
    window_rows windows{inner, two_level ? outer.alias : "", {}, {}};
    if (x_.nearest != nullptr)
      windows.nearest =
        nearest_key(q_, base, *x_.nearest, x_.at, windows.distance);
    if (!x_.single)
      outer.windows = &windows;
    out.fields =
      select_fields(q_, outer, selected, out.columns, &joins, x_.field);
    windows_ = &windows;
    auto source =
      rows_of(base, inner, windows.joins + (two_level ? "" : joins));
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
    if (x_.model.discriminator >= 0)
      return true; // its variants may have some
    return std::ranges::any_of(selected, [&](const auto& f) {
      return std::ranges::any_of(x_.model.fields, [&](const auto& d) {
        return d.name == f.first().name.text
               && (d.kind == plan::field_kind::relation
                   || d.kind == plan::field_kind::aggregate);
      });
    });
  }

  /// `table AS t joins WHERE ... ORDER BY ... LIMIT ...`
  std::string rows_of(const table_scope& base, const table_scope& t,
                      const std::string& more_joins) {
    std::vector<std::string> conditions;
    auto add = [&](std::string c) {
      if (!c.empty())
        conditions.push_back(std::move(c));
    };
    if (x_.tie)
      add(x_.tie(base));
    for (const auto& [column, value] : x_.equals)
      add(equality(q_, base, column, *value));
    for (const auto& [field, value] : x_.field_equals)
      add(field_equality(q_, base, field, *value));
    if (x_.where != nullptr && !x_.where->is_null())
      add(condition(q_, base, *x_.where));
    std::string joins;
    if (x_.order_by != nullptr && !x_.order_by->is_null())
      order_keys(q_, base, *x_.order_by, keys_, joins);
    if (!windows_->distance.empty()) {
      keys_.push_back({windows_->distance, ""});
      keys_.back().distance = true;
    }
    if (!x_.single)
      for (auto column : x_.model.primary_key)
        tie_break(base.column(column));
    auto out = (x_.source.empty() ? sql::table_name(x_.model) : x_.source)
               + " AS " + base.alias + joins;
    auto where = where_text(conditions);
    if (base.alias != t.alias)
      out = first_rows(base, t, out + where) + more_joins
            + (q_.s.dialect() == plan::dialect::sqlite
                 ? " WHERE " + t.alias + ".\"place\" = 1"
                 : "");
    else
      out += more_joins + where;
    return out + order_text(keys_) + limits(q_, x_);
  }

  static std::string where_text(const std::vector<std::string>& conditions) {
    std::string out;
    for (size_t i = 0; i < conditions.size(); ++i)
      out += (i == 0 ? " WHERE " : " AND ") + conditions[i];
    return out;
  }

  static std::string order_text(const std::vector<sort_key>& keys) {
    std::string out;
    for (size_t i = 0; i < keys.size(); ++i)
      out +=
        (i == 0 ? " ORDER BY " : ", ") + keys[i].expression + keys[i].direction;
    return out;
  }

  /// `distinctOn`: the first row of each combination, in the order of the list.
  /// What stands around sees them as a table of its own.
  std::string first_rows(const table_scope& base, const table_scope& t,
                         const std::string& source) {
    std::string distinct;
    std::vector<sort_key> order;
    for (const auto& g : read_groupings(x_.model, x_.distinct_on))
      for (const auto& key : grouping_keys(q_, base, g)) {
        distinct += (distinct.empty() ? "" : ", ") + key;
        // What the list is ordered by anyway keeps its direction.
        auto same = std::ranges::find(keys_, key, &sort_key::expression);
        order.push_back({key, same == keys_.end() ? "" : same->direction});
      }
    std::string columns;
    for (size_t i = 0; i < x_.model.columns.size(); ++i)
      columns += (i > 0 ? ", " : "") + base.column(static_cast<int32_t>(i));
    for (size_t i = 0; i < keys_.size(); ++i)
      columns += ", " + keys_[i].expression + " AS " + sort_name(i);
    auto by_keys = order_text(keys_);
    for (size_t i = 0; i < keys_.size(); ++i) {
      if (std::ranges::find(order, keys_[i].expression, &sort_key::expression)
          == order.end())
        order.push_back(keys_[i]);
      keys_[i].expression = t.alias + "." + sort_name(i);
    }
    if (q_.s.dialect() == plan::dialect::postgres)
      return "(SELECT DISTINCT ON (" + distinct + ") " + columns + " FROM "
             + source + order_text(order) + ") AS " + t.alias;
    return "(SELECT " + columns + ", row_number() OVER (PARTITION BY "
           + distinct + by_keys + ") AS \"place\" FROM " + source + ") AS "
           + t.alias;
  }

  /// The key as last sort key makes every order total; the order of an index
  /// of vectors would not serve then.
  void tie_break(std::string expression) {
    for (const auto& k : keys_)
      if (k.distance || k.expression == expression)
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
    for (size_t i = 0; i < windows_->computed.values().size(); ++i)
      out += (out.empty() ? "" : ", ") + windows_->computed.values()[i]
             + " AS \"window" + std::to_string(i) + "\"";
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

  statement_scope& q_;
  const list_request& x_;
  std::vector<sort_key> keys_;
  const window_rows* windows_ = nullptr;
};

bool constant(const std::string& x) {
  return x.find_first_not_of("0123456789") == std::string::npos;
}

std::string whole(const std::string& x) {
  return constant(x) ? x : "CAST(" + x + " AS bigint)";
}

std::string least(plan::dialect dialect, const std::string& limit,
                  const std::string& take) {
  if (limit.empty())
    return take;
  if (constant(limit) && constant(take))
    return std::to_string(std::min(std::stoll(limit), std::stoll(take)));
  return (dialect == plan::dialect::postgres ? "LEAST(" : "min(") + whole(limit)
         + ", " + whole(take) + ")";
}

/// What is left of a limit behind `skip` rows.
std::string less(plan::dialect dialect, const std::string& limit,
                 const std::string& skip) {
  if (limit.empty())
    return {};
  if (constant(limit) && constant(skip))
    return std::to_string(
      std::max<long long>(std::stoll(limit) - std::stoll(skip), 0));
  return (dialect == plan::dialect::postgres ? "GREATEST(" : "max(")
         + whole(limit) + " - " + whole(skip) + ", 0)";
}

std::string sum(const std::string& offset, const std::string& skip) {
  if (offset.empty())
    return skip;
  if (constant(offset) && constant(skip))
    return std::to_string(std::stoll(offset) + std::stoll(skip));
  return whole(offset) + " + " + whole(skip);
}

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

int32_t tuple::add_nested(statement_scope& q, std::string text, mark begin) {
  auto form = nested_form(q, text, begin);
  for (const auto& [known, column] : nested_)
    if (known == form) {
      q.aliases = begin.aliases;
      q.parameters.resize(begin.parameters);
      return column;
    }
  auto column = add(text);
  nested_.emplace_back(std::move(form), column);
  return column;
}

int32_t window_rows::add(tuple& columns, const std::string& expression) {
  if (outer.empty())
    return columns.add(expression);
  auto i = computed.add(expression);
  return columns.add(outer + ".\"window" + std::to_string(i) + "\"");
}

std::string tuple::join(joined_row fresh) {
  auto known = std::ranges::find(joins_, fresh.relation, &joined_row::relation);
  if (known != joins_.end())
    return known->alias;
  joins_.push_back(std::move(fresh));
  return {};
}

const joined_row* tuple::joined(std::string_view alias) const {
  auto known = std::ranges::find(joins_, alias, &joined_row::alias);
  return known == joins_.end() ? nullptr : &*known;
}

std::string limits(statement_scope& q, const list_request& x) {
  auto limit = row_count(q, x, x.limit, q.s.in.catalog.default_limit);
  auto offset = row_count(q, x, x.offset, 0);
  if (x.single && limit.empty())
    limit = "1";
  auto dialect = q.s.dialect();
  if (x.take != nullptr)
    limit = least(dialect, limit, row_count(q, x, x.take, 0));
  if (x.skip != nullptr) {
    auto skip = row_count(q, x, x.skip, 0);
    limit = less(dialect, limit, skip);
    offset = sum(offset, skip);
  }
  if (!offset.empty() && limit.empty() && dialect == plan::dialect::sqlite)
    limit = "-1";
  return (limit.empty() ? "" : " LIMIT " + limit)
         + (offset.empty() ? "" : " OFFSET " + offset);
}

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

namespace {

/// The nearest rows are a list of their own order and size.
void read_nearest(session& s, list_request& x) {
  auto given = [](const input* v) { return v != nullptr && !v->is_null(); };
  if (given(x.order_by) || given(x.limit))
    s.fail(x.at, "`nearest` orders the rows and says how many: it goes with "
                 "neither `orderBy` nor `limit`.");
  x.limit = x.nearest->find("k");
}

} // namespace

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
      case plan::argument_role::distinct_on:
        out.distinct_on = value;
        break;
      case plan::argument_role::group_by:
        out.group_by = value;
        break;
      case plan::argument_role::having:
        out.having = value;
        break;
      case plan::argument_role::nearest:
        out.nearest = value->is_null() ? nullptr : value;
        break;
      case plan::argument_role::value:
        break; // of a function
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
  if (out.nearest != nullptr)
    read_nearest(s, out);
}

std::string tuple_name(plan::dialect dialect, std::string_view value,
                       size_t i) {
  if (dialect != plan::dialect::sqlite)
    return {};
  if (value.starts_with(rows_mark))
    return " AS troupe_rows_" + std::to_string(i);
  if (value.starts_with(row_mark))
    return " AS troupe_row_" + std::to_string(i);
  return {};
}

std::string top_level(plan::dialect dialect, const tuple& columns) {
  std::string out = "SELECT ";
  for (size_t i = 0; i < columns.values().size(); ++i) {
    const auto& v = columns.values()[i];
    out += (i > 0 ? ", " : "") + v + tuple_name(dialect, v, i);
  }
  return out;
}

} // namespace troupe::compiler::planner
