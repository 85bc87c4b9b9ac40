#include "compiler/planner/compare.hpp"
#include "compiler/sql/dialect.hpp"

#include <string_view>

/// Ranges, networks, label trees and vectors: PostgreSQL only.
namespace troupe::compiler::planner {

namespace {

using plan::base_type;

struct operator_row {
  std::string_view name, sign, cast;
};

constexpr operator_row range_operators[] = {
  {"overlaps", " && ", ""},    {"containsRange", " @> ", ""},
  {"containedIn", " <@ ", ""}, {"before", " << ", ""},
  {"after", " >> ", ""},       {"adjacent", " -|- ", ""},
};

constexpr std::pair<std::string_view, std::string_view> range_items[] = {
  {"int4range", "integer"},     {"int8range", "bigint"},
  {"numrange", "numeric"},      {"tsrange", "timestamp"},
  {"tstzrange", "timestamptz"}, {"daterange", "date"},
};

constexpr operator_row network_operators[] = {
  {"inSubnet", " <<= ", "inet"},
  {"contains", " >>= ", "inet"},
  {"overlaps", " && ", "inet"},
};

constexpr std::pair<std::string_view, std::string_view> network_tests[] = {
  {"isIpv4", "family(@) = 4"},
  {"isIpv6", "family(@) = 6"},
  {"isPrivate", "(@ <<= '10.0.0.0/8' OR @ <<= '172.16.0.0/12' OR @ <<= "
                "'192.168.0.0/16' OR @ <<= 'fc00::/7')"},
  {"isLoopback", "(@ <<= '127.0.0.0/8' OR @ <<= '::1/128')"},
  {"isMulticast", "(@ <<= '224.0.0.0/4' OR @ <<= 'ff00::/8')"},
  {"isLinkLocal", "(@ <<= '169.254.0.0/16' OR @ <<= 'fe80::/10')"},
  {"isDocumentation",
   "(@ <<= '192.0.2.0/24' OR @ <<= '198.51.100.0/24' OR @ <<= "
   "'203.0.113.0/24' OR @ <<= '2001:db8::/32')"},
  {"isCarrierGrade", "@ <<= '100.64.0.0/10'"},
};

constexpr operator_row ltree_operators[] = {
  {"ancestorOf", " @> ", "ltree"},
  {"descendantOf", " <@ ", "ltree"},
  {"matchesLquery", " ~ ", "lquery"},
  {"matchesLtxtquery", " @ ", "ltxtquery"},
};

constexpr std::pair<std::string_view, std::string_view> metrics[] = {
  {"L2", " <-> "},
  {"COSINE", " <=> "},
  {"INNER_PRODUCT", " <#> "},
};

std::string replace_all(std::string_view text, const std::string& x) {
  std::string out;
  for (auto c : text)
    if (c == '@')
      out += x;
    else
      out += c;
  return out;
}

template <size_t N>
const operator_row* find(const operator_row (&rows)[N], std::string_view name) {
  for (const auto& row : rows)
    if (row.name == name)
      return &row;
  return nullptr;
}

} // namespace

std::string compare_range(statement_scope& q, const operand& x,
                          const input_field& op) {
  if (op.name == "isEmpty")
    return "isempty(" + x.text
           + ") = " + q.bind(op.value, plain_type(base_type::boolean));
  if (op.name == "contains") {
    std::string_view item = "text";
    for (const auto& [range, name] : range_items)
      if (range == x.type.name)
        item = name;
    return x.text + " @> " + bind_as(q, op.value, base_type::text, item);
  }
  const auto* row = find(range_operators, op.name);
  return row == nullptr
           ? std::string{}
           : x.text + std::string{row->sign}
               + bind_as(q, op.value, base_type::text, x.type.name);
}

std::string compare_network(statement_scope& q, const operand& x,
                            const input_field& op) {
  for (const auto& [name, test] : network_tests)
    if (name == op.name)
      return "(" + replace_all(test, x.text)
             + ") = " + q.bind(op.value, plain_type(base_type::boolean));
  const auto* row = find(network_operators, op.name);
  return row == nullptr ? std::string{}
                        : x.text + std::string{row->sign}
                            + bind_as(q, op.value, base_type::text, row->cast);
}

std::string compare_ltree(statement_scope& q, const operand& x,
                          const input_field& op) {
  if (op.name == "depth")
    return compare(q, {"nlevel(" + x.text + ")", plain_type(base_type::int4)},
                   op.value);
  if (op.name == "matchesAnyLquery")
    return x.text + " ? "
           + bind_as(q, op.value, base_type::text, "lquery[]",
                     plan::transform::list);
  const auto* row = find(ltree_operators, op.name);
  return row == nullptr ? std::string{}
                        : x.text + std::string{row->sign}
                            + bind_as(q, op.value, base_type::text, row->cast);
}

std::string vector_distance(statement_scope& q, const std::string& text,
                            const plan::column_type& type, const input& to) {
  const auto* vector = to.find("to");
  std::string_view sign = metrics[0].second;
  if (const auto* metric = to.find("metric"))
    for (const auto& [name, text_of] : metrics)
      if (name == metric->text)
        sign = text_of;
  return "(" + text + std::string{sign}
         + bind_as(q, *vector, base_type::float8,
                   type.name.starts_with("halfvec") ? "float8[]::halfvec"
                                                    : "float8[]::vector",
                   plan::transform::list)
         + ")";
}

std::string compare_vector(statement_scope& q, const operand& x,
                           const input_field& op) {
  if (op.name != "distance" || op.value.find("to") == nullptr)
    return {};
  std::vector<input_field> rest;
  for (const auto& f : op.value.fields)
    if (f.name != "to" && f.name != "metric")
      rest.push_back(f);
  input ops;
  ops.fields = rest;
  if (rest.empty())
    return {};
  return compare(q,
                 {vector_distance(q, x.text, x.type, op.value),
                  plain_type(base_type::float8)},
                 ops);
}

std::string compare_part(statement_scope& q, const operand& x,
                         const input_field& op) {
  struct part {
    std::string_view name, postgres, sqlite;
  };
  constexpr part parts[] = {
    {"year", "year", "CAST(strftime('%Y', @) AS INTEGER)"},
    {"quarter", "quarter", "((CAST(strftime('%m', @) AS INTEGER) + 2) / 3)"},
    {"month", "month", "CAST(strftime('%m', @) AS INTEGER)"},
    {"week", "week", ""},
    {"day", "day", "CAST(strftime('%d', @) AS INTEGER)"},
    {"dayOfWeek", "isodow",
     "((CAST(strftime('%w', @) AS INTEGER) + 6) % 7 + 1)"},
    {"dayOfYear", "doy", "CAST(strftime('%j', @) AS INTEGER)"},
    {"hour", "hour", "CAST(strftime('%H', @) AS INTEGER)"},
    {"minute", "minute", "CAST(strftime('%M', @) AS INTEGER)"},
    {"second", "second", "CAST(strftime('%S', @) AS INTEGER)"},
  };
  for (const auto& p : parts) {
    if (p.name != op.name)
      continue;
    std::string text;
    if (q.s.dialect() == plan::dialect::sqlite)
      text = replace_all(p.sqlite, x.text);
    else
      // Moments are counted in UTC, as they are written.
      text =
        "trunc(extract(" + std::string{p.postgres} + " FROM " + x.text
        + (x.type.base == base_type::timestamptz ? " AT TIME ZONE 'UTC'" : "")
        + "))::integer";
    return compare(q, {text, plain_type(base_type::int4)}, op.value);
  }
  return {};
}

} // namespace troupe::compiler::planner
