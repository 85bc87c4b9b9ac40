#include "compiler/planner/compare.hpp"

#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

using plan::base_type;

constexpr std::pair<std::string_view, std::string_view> signs[] = {
  {"eq", " = "},   {"neq", " <> "}, {"lt", " < "},
  {"lte", " <= "}, {"gt", " > "},   {"gte", " >= "}};

std::string_view sign_of(std::string_view name) noexcept {
  for (const auto& [key, sign] : signs)
    if (key == name)
      return sign;
  return {};
}

bool sqlite(const statement_scope& q) noexcept {
  return q.s.dialect() == plan::dialect::sqlite;
}

bool numeric(base_type x) noexcept {
  return x == base_type::numeric || x == base_type::float8
         || x == base_type::float4 || x == base_type::int8;
}

std::string is_null(statement_scope& q, const operand& x, const input& wanted) {
  if (wanted.is_null())
    return {};
  // A variable's value is not known here, so it is compared.
  if (wanted.leaf >= 0)
    return "(" + x.null_text()
           + " IS NULL) = " + q.bind(wanted, plain_type(base_type::boolean));
  return x.null_text() + (wanted.boolean ? " IS NULL" : " IS NOT NULL");
}

std::string by_sign(statement_scope& q, const operand& x, const input& value,
                    std::string_view sign) {
  // TRUE and FALSE written in the document help the database to choose.
  if (x.type.base == base_type::boolean && !x.type.array && value.leaf < 0
      && sign == " = ")
    return (value.boolean ? "" : "NOT ") + x.text;
  auto other = q.bind(value, x.type, plan::transform::none, x.renames);
  auto text = x.text;
  if (!sqlite(q) && x.type.base == base_type::json) {
    text += "::jsonb";
    other += "::jsonb";
  } else if (sqlite(q) && x.type.base == base_type::jsonb) {
    text = "json(" + text + ")";
    other = "json(" + other + ")";
  } else if (sqlite(q) && x.computed && numeric(x.type.base)) {
    other = "CAST(" + other + " AS NUMERIC)";
  }
  text = moment(q, x, text);
  other = moment(q, x, other);
  if (sign == " <> " && x.nullable)
    return sql::distinct_from(q.s.dialect(), text, other);
  return text + std::string{sign} + other;
}

std::string in_list(statement_scope& q, const operand& x, const input& value,
                    bool wanted) {
  auto list = q.bind(value, x.type, plan::transform::list, x.renames);
  auto found = sqlite(q) && x.computed && numeric(x.type.base)
                 ? x.text + " IN (SELECT CAST(value AS NUMERIC) FROM json_each("
                     + list + "))"
                 : in_moments(q, x, list);
  if (wanted)
    return found;
  return x.nullable ? negated(found) : "NOT (" + found + ")";
}

std::string by_family(statement_scope& q, const operand& x,
                      const input_field& op) {
  if (x.type.array)
    return compare_array(q, x, op);
  switch (x.type.base) {
    case base_type::json:
    case base_type::jsonb:
      return compare_json(q, x, op);
    case base_type::inet:
    case base_type::cidr:
      return compare_network(q, x, op);
    case base_type::ltree:
      return compare_ltree(q, x, op);
    case base_type::range:
      return compare_range(q, x, op);
    case base_type::vector:
      return compare_vector(q, x, op);
    case base_type::tsvector:
      return compare_search(q, x, op);
    case base_type::date:
    case base_type::time:
    case base_type::timetz:
    case base_type::timestamp:
    case base_type::timestamptz:
      return compare_part(q, x, op);
    default:
      return op.name == "search" ? compare_search(q, x, op)
                                 : compare_text(q, x, op);
  }
}

std::string one(statement_scope& q, const operand& x, const input_field& op) {
  if (op.name == "isNull")
    return is_null(q, x, op.value);
  if (op.value.is_null()) {
    if (op.name == "eq")
      return x.null_text() + " IS NULL";
    return op.name == "neq" ? x.null_text() + " IS NOT NULL" : std::string{};
  }
  if (op.name == "in" || op.name == "nin")
    return in_list(q, x, op.value, op.name == "in");
  if (auto sign = sign_of(op.name); !sign.empty())
    return by_sign(q, x, op.value, sign);
  return by_family(q, x, op);
}

} // namespace

std::string compare(statement_scope& q, const operand& x, const input& ops) {
  std::vector<std::string> parts;
  for (const auto& op : ops.fields) {
    auto part = one(q, x, op);
    if (!part.empty())
      parts.push_back(std::move(part));
  }
  return join_conditions(parts, " AND ");
}

std::string join_conditions(const std::vector<std::string>& parts,
                            const char* word) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i)
    out += (i > 0 ? word : "") + parts[i];
  return parts.size() > 1 ? "(" + out + ")" : out;
}

std::string negated(std::string condition) {
  return "(" + std::move(condition) + ") IS NOT TRUE";
}

plan::column_type plain_type(plan::base_type base) {
  plan::column_type out;
  out.base = base;
  return out;
}

std::string moment(const statement_scope& q, const operand& x,
                   const std::string& text) {
  return sqlite(q) && x.computed && !x.type.array
             && x.type.base == base_type::timestamptz
           ? "strftime('%Y-%m-%d %H:%M:%f', " + text + ")"
           : text;
}

std::string in_moments(const statement_scope& q, const operand& x,
                       const std::string& list) {
  auto text = moment(q, x, x.text);
  if (text == x.text)
    return sql::in_list(q.s.dialect(), x.text, list);
  return text + " IN (SELECT " + moment(q, x, "value") + " FROM json_each("
         + list + "))";
}

std::string bind_as(statement_scope& q, const input& value,
                    plan::base_type base, std::string_view name,
                    plan::transform transform) {
  auto out = q.bind(value, plain_type(base), transform);
  return sqlite(q) ? out : out + "::" + std::string{name};
}

} // namespace troupe::compiler::planner
