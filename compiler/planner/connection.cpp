#include "compiler/planner/connection.hpp"

#include "base/hash.hpp"
#include "base/json_write.hpp"
#include "compiler/planner/document.hpp"
#include "compiler/planner/keyset.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

using graphql::types::input_kind;

/// A page without first and last.
constexpr int64_t usual_page = 20;
/// Beyond this many ranges one condition with OR has to do.
constexpr size_t most_ranges = 12;

void spell(std::string& out, const input& x) {
  switch (x.kind) {
    case input_kind::list:
      for (const auto& i : x.items)
        spell(out += ',', i);
      break;
    case input_kind::object:
      for (const auto& f : x.fields)
        spell(out += "{" + std::string{f.name} + ":", f.value);
      out += '}';
      break;
    default:
      out += x.text;
  }
}

bool given(const input* x) noexcept {
  return x != nullptr && !x->is_null();
}

class connection_builder {
public:
  connection_builder(statement_scope& q, const list_request& x, tuple& columns)
    : q_(q),
      x_(x),
      columns_(columns),
      inner_{x.model, q.alias()},
      outer_{x.model, q.alias()},
      backward_(given(x.last)) {
    // nop
  }

  void run(const collected_field& field,
           const graphql::types::field& definition, plan::shape& out) {
    out.kind = plan::shape_kind::connection;
    out.reversed = backward_;
    out.bounded = backward_ ? given(x_.before) : given(x_.after);
    if (given(x_.first) && given(x_.last))
      q_.s.fail(x_.at, "Give first or last, not both.");
    order();
    size_page(out);
    const auto& type = definition.type->core();
    for (const auto& f : q_.s.fields.collect(type, field))
      if (const auto* d = q_.s.in.schema.find_field(type, f.first().name.text))
        out.fields.push_back(part(type, f, *d));
    if (!needs_rows_)
      return;
    if (row_.values().empty())
      row_.add("1");
    if (q_.s.dialect() == plan::dialect::sqlite
        && row_.values().size() > most_nested_values)
      q_.s.fail(out.at, "A nested selection may have at most 120 fields on "
                        "SQLite.");
    out.column =
      columns_.add(std::string{rows_mark}
                   + sql::rows(q_.s.dialect(), row_.values(), page()));
  }

private:
  // -- what is asked for ------------------------------------------------------

  plan::shape part(const graphql::types::type& type, const collected_field& f,
                   const graphql::types::field& d) {
    plan::shape out;
    describe(q_.s, f, d, type.name, out);
    if (&d == &q_.s.in.schema.typename_field())
      return constant(std::move(out), type.name);
    if (d.name == "totalCount") {
      out.column = columns_.add(count());
      return out;
    }
    needs_rows_ = true;
    if (d.name == "pageInfo") {
      out.kind = plan::shape_kind::page_info;
      for (const auto& g : q_.s.fields.collect(d.type->core(), f))
        if (const auto* e =
              q_.s.in.schema.find_field(d.type->core(), g.first().name.text))
          out.fields.push_back(page_part(d.type->core(), g, *e));
    } else if (d.name == "nodes") {
      out.kind = plan::shape_kind::nodes;
      out.fields = node(f, d);
    } else {
      out.kind = plan::shape_kind::edges;
      for (const auto& g : q_.s.fields.collect(d.type->core(), f))
        if (const auto* e =
              q_.s.in.schema.find_field(d.type->core(), g.first().name.text))
          out.fields.push_back(edge_part(d.type->core(), g, *e));
    }
    return out;
  }

  static plan::shape constant(plan::shape out, std::string_view text) {
    out.kind = plan::shape_kind::literal;
    out.literal = json::quoted(text);
    return out;
  }

  plan::shape page_part(const graphql::types::type& type,
                        const collected_field& f,
                        const graphql::types::field& d) {
    plan::shape out;
    describe(q_.s, f, d, type.name, out);
    if (&d == &q_.s.in.schema.typename_field())
      return constant(std::move(out), type.name);
    if (d.name == "hasNextPage")
      out.kind = plan::shape_kind::has_next_page;
    else if (d.name == "hasPreviousPage")
      out.kind = plan::shape_kind::has_previous_page;
    else
      cursor(out, d.name == "startCursor" ? plan::shape_kind::start_cursor
                                          : plan::shape_kind::end_cursor);
    return out;
  }

  plan::shape edge_part(const graphql::types::type& type,
                        const collected_field& f,
                        const graphql::types::field& d) {
    plan::shape out;
    describe(q_.s, f, d, type.name, out);
    if (&d == &q_.s.in.schema.typename_field())
      return constant(std::move(out), type.name);
    if (d.name == "cursor") {
      cursor(out, plan::shape_kind::cursor);
    } else {
      out.kind = plan::shape_kind::object;
      out.fields = node(f, d);
    }
    return out;
  }

  std::vector<plan::shape> node(const collected_field& f,
                                const graphql::types::field& d) {
    return select_fields(q_, outer_, q_.s.fields.collect(d.type->core(), f),
                         row_, &joins_);
  }

  void cursor(plan::shape& out, plan::shape_kind kind) {
    out.kind = kind;
    out.ordering = ordering_;
    for (size_t i = 0; i < keys_.size(); ++i) {
      auto& key = out.fields.emplace_back();
      key.column =
        row_.add(sql::readable(q_.s.dialect(), keys_[i].type, outer_key(i)));
    }
  }

  // -- the order --------------------------------------------------------------

  void order() {
    if (given(x_.order_by))
      order_keys(q_, inner_, *x_.order_by, keys_, order_joins_);
    for (auto column : x_.model.primary_key) {
      auto expression = inner_.column(column);
      if (std::ranges::find(keys_, expression, &sort_key::expression)
          != keys_.end())
        continue;
      sort_key k{std::move(expression), ""};
      k.nullable = false;
      k.type = x_.model.columns[static_cast<size_t>(column)].type;
      keys_.push_back(std::move(k));
    }
    std::string text = x_.model.name;
    if (given(x_.order_by))
      spell(text, *x_.order_by);
    ordering_ = static_cast<uint32_t>(hash64(text));
    if (backward_)
      planner::reverse(q_.s.dialect(), keys_);
  }

  /// The column that a key is, or -1.
  int32_t column_of(const sort_key& k) const {
    for (size_t i = 0; i < x_.model.columns.size(); ++i)
      if (inner_.column(static_cast<int32_t>(i)) == k.expression)
        return static_cast<int32_t>(i);
    return -1;
  }

  static std::string sort_name(size_t i) {
    return sql::quote("sort" + std::to_string(i));
  }

  std::string outer_key(size_t i) const {
    auto column = column_of(keys_[i]);
    return column >= 0 ? outer_.column(column)
                       : outer_.alias + "." + sort_name(i);
  }

  // -- the page ---------------------------------------------------------------

  void size_page(plan::shape& out) {
    const auto* size = backward_ ? x_.last : x_.first;
    const auto& catalog = q_.s.in.catalog;
    if (!given(size)) {
      out.page = catalog.default_limit > 0 ? catalog.default_limit : usual_page;
      if (catalog.max_limit > 0)
        out.page = std::min(out.page, catalog.max_limit);
    } else if (size->leaf < 0) {
      out.page = checked(size->integer);
    } else {
      plan::column_type type;
      type.base = plan::base_type::int8;
      auto p =
        q_.bind(*size, type, plan::transform::row_count, {}, catalog.max_limit);
      if (q_.s.dialect() == plan::dialect::postgres)
        p += "::bigint";
      out.page_column = row_.add(p);
      limit_ = " LIMIT " + p + " + 1";
      return;
    }
    limit_ = " LIMIT " + std::to_string(out.page + 1);
  }

  int64_t checked(int64_t n) {
    auto most = q_.s.in.catalog.max_limit;
    if (n < 0)
      q_.s.fail(x_.at, "A page must have a size that is not negative, not "
                         + std::to_string(n) + ".");
    else if (most > 0 && n > most)
      q_.s.fail(x_.at, "A list may have at most " + std::to_string(most)
                         + " rows, not " + std::to_string(n) + ".");
    return n;
  }

  /// What the rows have in common, on whatever alias.
  std::vector<std::string> conditions(const table_scope& t) {
    std::vector<std::string> out;
    if (x_.tie)
      out.push_back(x_.tie(t));
    for (const auto& [column, value] : x_.equals)
      out.push_back(equality(q_, t, column, *value));
    for (const auto& [field, value] : x_.field_equals)
      out.push_back(field_equality(q_, t, field, *value));
    if (given(x_.where))
      if (auto c = condition(q_, t, *x_.where); !c.empty())
        out.push_back(std::move(c));
    return out;
  }

  static std::string all(const std::vector<std::string>& conditions) {
    std::string out;
    for (const auto& c : conditions)
      out += (out.empty() ? " WHERE " : " AND ") + c;
    return out;
  }

  std::string count() {
    table_scope t{x_.model, q_.alias()};
    return "(SELECT count(*) FROM " + sql::table_name(x_.model) + " AS "
           + t.alias + all(conditions(t)) + ")";
  }

  std::vector<std::string> parts(const input& cursor) {
    std::vector<std::string> out;
    for (size_t i = 0; i < keys_.size(); ++i) {
      plan::parameter p;
      p.type = keys_[i].type;
      p.transform = plan::transform::cursor_part;
      p.part = static_cast<uint32_t>(i);
      p.ordering = ordering_;
      out.push_back(q_.bind(cursor, std::move(p), x_.at));
    }
    return out;
  }

  static std::string any(const std::vector<std::string>& ranges) {
    std::string out;
    for (const auto& r : ranges)
      out += (out.empty() ? "((" : ") OR (") + r;
    return ranges.size() == 1 ? "(" + ranges.front() + ")" : out + "))";
  }

  std::string order_by(bool outside) const {
    std::string out;
    for (size_t i = 0; i < keys_.size(); ++i)
      out += (i == 0 ? " ORDER BY " : ", ")
             + (outside ? outer_key(i) : keys_[i].expression)
             + keys_[i].direction;
    return out;
  }

  /// The order of a union's rows, by the names of its columns.
  std::string union_order() const {
    std::string out;
    for (size_t i = 0; i < keys_.size(); ++i) {
      auto column = column_of(keys_[i]);
      out +=
        (i == 0 ? " ORDER BY " : ", ")
        + (column >= 0
             ? sql::quote(x_.model.columns[static_cast<size_t>(column)].name)
             : sort_name(i))
        + keys_[i].direction;
    }
    return out;
  }

  /// `FROM (<one page of rows>) AS t1 <joins> <order>`
  std::string page() {
    auto common = conditions(inner_);
    const auto* start = backward_ ? x_.before : x_.after;
    const auto* end = backward_ ? x_.after : x_.before;
    if (given(end)) {
      auto values = parts(*end);
      auto turned = keys_;
      planner::reverse(q_.s.dialect(), turned);
      common.push_back(any(behind(turned, values)));
    }
    std::vector<std::string> ranges;
    if (given(start)) {
      ranges = behind(keys_, parts(*start));
      if (ranges.size() == 1 || ranges.size() > most_ranges) {
        common.push_back(any(ranges));
        ranges.clear();
      }
    }
    bool sqlite = q_.s.dialect() == plan::dialect::sqlite;
    // A SQLite aggregate takes rows as the subselect orders them.
    auto order = sqlite ? std::string{} : order_by(true);
    auto columns = inner_columns(order);
    auto source = " FROM " + sql::table_name(x_.model) + " AS " + inner_.alias
                  + order_joins_;
    auto one = [&](const std::string& range) {
      auto where = common;
      if (!range.empty())
        where.push_back(range);
      return "SELECT " + columns + source + all(where) + order_by(false)
             + limit_;
    };
    std::string rows;
    for (size_t i = 0; i < ranges.size(); ++i)
      rows += (i > 0 ? " UNION ALL " : "")
              + ("SELECT * FROM (" + one(ranges[i])) + ") AS r"
              + std::to_string(i);
    rows = ranges.empty() ? one("") : rows + union_order() + limit_;
    return "FROM (" + rows + ") AS " + outer_.alias + joins_ + order;
  }

  std::string inner_columns(const std::string& order) const {
    auto used = joins_ + order;
    for (const auto& v : row_.values())
      used += v;
    std::vector<bool> wanted(x_.model.columns.size());
    for (size_t i = 0; i < wanted.size(); ++i)
      wanted[i] =
        used.find(outer_.column(static_cast<int32_t>(i))) != std::string::npos;
    for (const auto& k : keys_)
      if (auto c = column_of(k); c >= 0)
        wanted[static_cast<size_t>(c)] = true;
    std::string out;
    for (size_t i = 0; i < wanted.size(); ++i)
      if (wanted[i])
        out +=
          (out.empty() ? "" : ", ") + inner_.column(static_cast<int32_t>(i));
    for (size_t i = 0; i < keys_.size(); ++i)
      if (column_of(keys_[i]) < 0)
        out += (out.empty() ? "" : ", ") + keys_[i].expression + " AS "
               + sort_name(i);
    return out;
  }

  statement_scope& q_;
  const list_request& x_;
  tuple& columns_;
  table_scope inner_;
  table_scope outer_;
  bool backward_;
  bool needs_rows_ = false;
  uint32_t ordering_ = 0;
  std::vector<sort_key> keys_;
  std::string order_joins_;
  std::string joins_;
  std::string limit_;
  tuple row_;
};

} // namespace

void select_connection(statement_scope& q, const list_request& x,
                       const collected_field& field,
                       const graphql::types::field& definition, tuple& columns,
                       plan::shape& out) {
  connection_builder{q, x, columns}.run(field, definition, out);
}

} // namespace troupe::compiler::planner
