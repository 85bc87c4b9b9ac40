#include "runtime/explain.hpp"

#include "base/hash.hpp"
#include "base/json_write.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::runtime {

namespace {

std::string text_of(const plan::cell& x) {
  if (x.null())
    return {};
  switch (x.type) {
    case plan::oid::int8:
      return std::to_string(plan::read_big_endian<int64_t>(x.data));
    case plan::oid::int4:
      return std::to_string(plan::read_big_endian<int32_t>(x.data));
    default:
      return std::string{x.view()};
  }
}

/// SQLite's rows are (id, parent, unused, detail).
std::string sqlite_plan(const plan::row_set& rows) {
  struct node {
    std::string id;
    size_t depth;
  };
  std::vector<node> seen{{"0", 0}};
  std::string out;
  std::vector<plan::cell> cells(rows.columns());
  for (size_t i = 0; i < rows.rows() && cells.size() >= 4; ++i) {
    rows.read(i, cells.data());
    auto parent = std::ranges::find(seen, text_of(cells[1]), &node::id);
    auto depth = parent == seen.end() ? 0 : parent->depth;
    out += std::string(2 * depth, ' ') + text_of(cells[3]) + "\n";
    seen.push_back({text_of(cells[0]), depth + 1});
  }
  return out;
}

constexpr std::string_view shape_kinds[] = {
  "value",     "joined",       "nested row", "nested list", "constant",
  "variants",  "one of",       "global id",  "later",       "page",
  "edges",     "nodes",        "cursor",     "page info",   "next page?",
  "previous?", "start cursor", "end cursor", "document"};

void draw(std::string& out, const plan::shape& x, size_t depth) {
  auto kind = static_cast<size_t>(x.kind);
  out += std::string(2 * depth, ' ') + (x.name.empty() ? "key" : x.name) + ": ";
  out += kind < std::size(shape_kinds) ? shape_kinds[kind] : "value";
  if (x.column >= 0)
    out += " from column " + std::to_string(x.column + 1);
  if (!x.coordinate.empty())
    out += " (" + x.coordinate + ")";
  out += "\n";
  for (const auto& f : x.fields)
    draw(out, f, depth + 1);
}

/// Splits SQL into words, quoted parts, brackets and the rest.
class sql_printer {
public:
  explicit sql_printer(std::string_view sql) : sql_(sql) {
    // nop
  }

  std::string run() {
    while (at_ < sql_.size()) {
      char c = sql_[at_];
      if (c == '"' || c == '\'')
        quoted(c);
      else if (sql_.substr(at_, 2) == "/*")
        comment();
      else if (c == '(')
        open();
      else if (c == ')')
        close();
      else if (letter(c))
        word();
      else
        out_ += sql_[at_++];
    }
    return std::move(out_);
  }

private:
  static bool letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
           || (c >= '0' && c <= '9');
  }

  void quoted(char mark) {
    do
      out_ += sql_[at_++];
    while (at_ < sql_.size() && sql_[at_] != mark);
    if (at_ < sql_.size())
      out_ += sql_[at_++];
  }

  void comment() {
    auto end = sql_.find("*/", at_);
    at_ = end == std::string_view::npos ? sql_.size() : end + 2;
  }

  void line() {
    while (out_.ends_with(' '))
      out_.pop_back();
    if (!out_.empty())
      out_ += "\n" + std::string(2 * depth_, ' ');
  }

  /// Only brackets with a subselect have lines of their own.
  void open() {
    bool select = sql_.substr(at_ + 1).starts_with("SELECT ");
    selects_.push_back(select);
    depth_ += select;
    out_ += sql_[at_++];
    if (select)
      line();
  }

  void close() {
    bool select = !selects_.empty() && selects_.back();
    if (!selects_.empty())
      selects_.pop_back();
    if (select) {
      --depth_;
      line();
    }
    out_ += sql_[at_++];
  }

  void word() {
    constexpr std::string_view clauses[] = {"FROM",  "LEFT",  "WHERE",
                                            "GROUP", "ORDER", "HAVING",
                                            "LIMIT", "UNION", "OFFSET"};
    auto begin = at_;
    while (at_ < sql_.size() && letter(sql_[at_]))
      ++at_;
    auto text = sql_.substr(begin, at_ - begin);
    // FROM within a function (EXTRACT) and ORDER BY within an aggregate stay.
    bool within = !selects_.empty() && !selects_.back();
    if (!within && std::ranges::find(clauses, text) != std::end(clauses))
      line();
    out_ += text;
  }

  std::string_view sql_;
  size_t at_ = 0;
  size_t depth_ = 0;
  std::vector<bool> selects_;
  std::string out_;
};

/// Reads `cost=0.29..8.31 rows=1` from PostgreSQL's first line.
bool estimate(std::string_view plan, double& cost, double& rows) {
  auto number = [&](std::string_view mark, double& to) {
    auto at = plan.find(mark);
    if (at == std::string_view::npos)
      return false;
    const auto* first = plan.data() + at + mark.size();
    return std::from_chars(first, plan.data() + plan.size(), to).ec
           == std::errc{};
  };
  auto end = plan.find('\n');
  plan = plan.substr(0, end);
  auto range = plan.find("..");
  if (plan.find("(cost=") == std::string_view::npos
      || range == std::string_view::npos)
    return false;
  return number("..", cost) && number(" rows=", rows);
}

void write_value(bytes& out, const plan::bound_value& x) {
  switch (x.kind) {
    case plan::bound_kind::null:
      return out.append("null");
    case plan::bound_kind::boolean:
      return out.append(x.boolean ? "true" : "false");
    case plan::bound_kind::integer:
      return json::write_int(out, x.integer);
    case plan::bound_kind::real:
      return json::write_double(out, x.real);
    case plan::bound_kind::text:
      return json::write_string(out, x.text);
  }
}

void write_parameters(bytes& out, const explained_step& x) {
  out.append(",\"parameters\":[");
  const auto& parameters = x.step->statement->parameters;
  for (size_t i = 0; i < parameters.size(); ++i) {
    const auto& p = parameters[i];
    out.append(i > 0 ? ",{\"type\":" : "{\"type\":");
    json::write_string(out, std::string{plan::to_string(p.type.base)}
                              + (p.type.array ? "[]" : ""));
    out.append(",\"variable\":");
    out.append(p.leaf >= 0 ? "true" : "false");
    if (x.values != nullptr && i < x.values->values.size()) {
      out.append(",\"value\":");
      write_value(out, x.values->values[i]);
    }
    out.push_back('}');
  }
  out.push_back(']');
}

void write_step(bytes& out, const explained_step& x) {
  out.append("{\"field\":");
  json::write_string(out, x.step->shape.name);
  out.append(",\"tree\":");
  json::write_string(out, plan_tree(*x.step));
  if (const auto* statement = x.step->statement.get()) {
    out.append(",\"sql\":");
    json::write_string(out, pretty_sql(statement->sql));
    if (!statement->merged_sql.empty()) {
      out.append(",\"mergedSql\":");
      json::write_string(out, pretty_sql(statement->merged_sql));
    }
    if (x.step->once != nullptr) {
      out.append(",\"onceSql\":");
      json::write_string(out, pretty_sql(x.step->once->sql));
    }
    write_parameters(out, x);
    if (x.database_plan != nullptr) {
      auto text = database_plan(statement->dialect, *x.database_plan);
      double cost = 0;
      double rows = 0;
      if (estimate(text, cost, rows)) {
        out.append(",\"cost\":");
        json::write_double(out, cost);
        out.append(",\"rows\":");
        json::write_double(out, rows);
      }
      out.append(",\"databasePlan\":");
      json::write_string(out, text);
    }
    if (!x.failure.empty()) {
      out.append(",\"failure\":");
      json::write_string(out, x.failure);
    }
  }
  out.push_back('}');
}

} // namespace

std::shared_ptr<const plan::statement>
explain_statement(const plan::statement& x, explanation how) {
  auto out = std::make_shared<plan::statement>(x);
  bool postgres = x.dialect == plan::dialect::postgres;
  out->sql = (!postgres                     ? "EXPLAIN QUERY PLAN "
              : how == explanation::analyze ? "EXPLAIN (ANALYZE, BUFFERS) "
                                            : "EXPLAIN ")
             + x.sql;
  out->merged_sql.clear();
  out->merge = plan::merge_form::none;
  out->repeatable = false;
  out->id = hash64(out->sql);
  return out;
}

std::string plan_tree(const plan::step& x) {
  constexpr std::string_view kinds[] = {"constant", "list", "one row",
                                        "one value"};
  auto kind = static_cast<size_t>(x.kind);
  std::string out = x.shape.name + ": ";
  out += kind < std::size(kinds) ? kinds[kind] : "value";
  if (!x.shape.coordinate.empty())
    out += " (" + x.shape.coordinate + ")";
  out += "\n";
  for (const auto& f : x.shape.fields)
    draw(out, f, 1);
  return out;
}

std::string pretty_sql(std::string_view sql) {
  return sql_printer{sql}.run();
}

std::string database_plan(plan::dialect dialect, const plan::row_set& rows) {
  if (dialect == plan::dialect::sqlite)
    return sqlite_plan(rows);
  std::string out;
  std::vector<plan::cell> cells(rows.columns());
  for (size_t i = 0; i < rows.rows() && !cells.empty(); ++i) {
    rows.read(i, cells.data());
    out += text_of(cells[0]) + "\n";
  }
  return out;
}

void write_explanation(bytes& out, const plan::operation_plan& plan,
                       uint64_t expected_rows,
                       const std::vector<explained_step>& steps) {
  constexpr std::string_view operations[] = {"query", "mutation",
                                             "subscription"};
  out.append("{\"operation\":");
  json::write_string(out, operations[static_cast<size_t>(plan.operation)]);
  out.append(",\"name\":");
  json::write_string(out, plan.name);
  out.append(",\"cost\":{\"expectedRows\":");
  json::write_uint(out, expected_rows);
  out.append("},\"fields\":[");
  for (size_t i = 0; i < steps.size(); ++i) {
    if (i > 0)
      out.push_back(',');
    write_step(out, steps[i]);
  }
  out.append("]}");
}

} // namespace troupe::runtime
