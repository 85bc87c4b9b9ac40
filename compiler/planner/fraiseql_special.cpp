#include "base/suggestions.hpp"
#include "compiler/authoring/fraiseql_operators.hpp"
#include "compiler/planner/document.hpp"
#include "compiler/planner/fraiseql.hpp"

#include <span>

/// Conditions of FraiseQL's filters on lists, JSON, text search, networks,
/// trees and vectors.
namespace troupe::compiler::planner {

namespace {

using plan::base_type;
using op_table = std::pair<std::string_view, std::string_view>;

std::string_view find(std::span<const op_table> table,
                      std::string_view name) noexcept {
  for (const auto& [key, sql] : table)
    if (key == name)
      return sql;
  return {};
}

constexpr op_table signs[] = {{"eq", " = "}, {"neq", " <> "},
                              {"lt", " < "}, {"lte", " <= "},
                              {"gt", " > "}, {"gte", " >= "}};
constexpr op_table regexes[] = {{"regex", " ~ "},
                                {"iregex", " ~* "},
                                {"nregex", " !~ "},
                                {"niregex", " !~* "}};
constexpr op_table searches[] = {{"matches", "to_tsquery"},
                                 {"plain_query", "plainto_tsquery"},
                                 {"phrase_query", "phraseto_tsquery"},
                                 {"websearch_query", "websearch_to_tsquery"}};
constexpr op_table subnets[] = {{"in_subnet", " <<= "},
                                {"contains_subnet", " >>= "},
                                {"contains_ip", " >>= "},
                                {"overlaps", " && "}};
constexpr op_table trees[] = {
  {"ancestor_of", " @> "},       {"descendant_of", " <@ "},
  {"matches_lquery", " ~ "},     {"matches_ltxtquery", " @ "},
  {"matches_any_lquery", " ? "}, {"lca", " = "}};
/// Networks by what they are for (RFC 1918, 5737, 6598 and their kin).
constexpr op_table kinds[] = {
  {"is_private", "'{10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7}'"},
  {"is_loopback", "'{127.0.0.0/8,::1/128}'"},
  {"is_multicast", "'{224.0.0.0/4,ff00::/8}'"},
  {"is_link_local", "'{169.254.0.0/16,fe80::/10}'"},
  {"is_documentation",
   "'{192.0.2.0/24,198.51.100.0/24,203.0.113.0/24,2001:db8::/32}'"},
  {"is_carrier_grade", "'{100.64.0.0/10}'"}};

constexpr op_table metrics[] = {
  {"cosine_distance", " <=> "},  {"l2_distance", " <-> "},
  {"l1_distance", " <+> "},      {"inner_product", " <#> "},
  {"hamming_distance", " <~> "}, {"jaccard_distance", " <%> "}};

/// The parameter for a vector, as the column's type. `as_json`: a list of
/// numbers or a text, which as JSON are what pgvector reads.
std::string bind_vector(statement_scope& q, const input& value,
                        const plan::column_type& type, bool as_json = false) {
  // A cast to bits of a length would cut or fill up what is longer or shorter.
  auto name = type.name.starts_with("bit") ? "bit varying" : type.name;
  if (as_json) {
    auto text =
      "(" + bind_as(q, value, base_type::jsonb, "jsonb") + " #>> '{}')";
    return authoring::text_vector(type)
             ? text + "::" + name
             : "translate(" + text + ", '[]', '{}')::float8[]::" + name;
  }
  if (authoring::text_vector(type))
    return bind_as(q, value, base_type::text, name);
  return bind_as(q, value, base_type::float8, "float8[]::" + type.name,
                 plan::transform::list);
}

class special {
public:
  special(statement_scope& q, const table_scope& t,
          const plan::field_def& field, const operand& x, const input_field& op)
    : q_(q), t_(t), field_(field), x_(x), op_(op) {
    // nop
  }

  std::string run() {
    if (op_.name.starts_with("len_"))
      return length();
    if (op_.name.starts_with("array_") || op_.name == "strictly_contains")
      return sqlite() ? sqlite_list() : list();
    if (sqlite()) {
      needs_postgres();
      return "FALSE";
    }
    for (auto make : {&special::words, &special::network, &special::distance})
      if (auto out = (this->*make)(); !out.empty())
        return out;
    return tree();
  }

private:
  bool sqlite() const noexcept {
    return q_.s.dialect() == plan::dialect::sqlite;
  }

  void needs_postgres() {
    q_.s.fail(0, "The operator \"" + std::string{op_.name}
                   + "\" needs PostgreSQL; SQLite has nothing like it.");
  }

  std::string bound(base_type base) {
    return q_.bind(op_.value, plain_type(base));
  }

  std::string as_text() {
    return bound(base_type::text) + "::text";
  }

  std::string json() {
    return document_json(q_.s.dialect(), t_, field_);
  }

  std::string length() {
    auto x = json();
    std::string_view kind = sqlite() ? "json_type(" : "jsonb_typeof(";
    std::string_view count =
      sqlite() ? "json_array_length(" : "jsonb_array_length(";
    return "CASE WHEN " + std::string{kind} + x + ") = 'array' THEN "
           + std::string{count} + x + ") END"
           + std::string{find(signs, op_.name.substr(4))}
           + bound(base_type::int4);
  }

  std::string list() {
    auto x = json();
    auto value = bound(base_type::jsonb) + "::jsonb";
    if (op_.name == "array_contains")
      return x + " @> " + value;
    if (op_.name == "array_contained_by")
      return "(jsonb_typeof(" + x + ") = 'array' AND " + x + " <@ " + value
             + ")";
    if (op_.name == "strictly_contains")
      return "(" + x + " @> " + value + " AND " + x + " <> " + value + ")";
    return "EXISTS (SELECT 1 FROM jsonb_array_elements(" + value
           + ") AS e(v) WHERE " + x + " @> jsonb_build_array(e.v))";
  }

  /// SQLite compares items; what is within an item it cannot.
  std::string sqlite_list() {
    if (is_object(q_.s, field_) || !field_.type.starts_with('[')
        || field_.type.starts_with("[JSON")) {
      needs_postgres();
      return "FALSE";
    }
    auto x = json();
    auto value = bound(base_type::jsonb);
    auto items = [](const std::string& of, std::string_view as) {
      return "json_each(" + of + ") AS " + std::string{as};
    };
    std::string same = " WHERE i.value IS w.value AND (i.type IN ('integer', "
                       "'real')) = (w.type IN ('integer', 'real')) AND "
                       "(i.type IN ('true', 'false')) = (w.type IN ('true', "
                       "'false'))";
    std::string array = "json_type(" + x + ") = 'array' AND ";
    if (op_.name == "array_contains")
      return "(" + array + "NOT EXISTS (SELECT 1 FROM " + items(value, "w")
             + " WHERE NOT EXISTS (SELECT 1 FROM " + items(x, "i") + same
             + ")))";
    if (op_.name == "array_contained_by")
      return "(" + array + "NOT EXISTS (SELECT 1 FROM " + items(x, "i")
             + " WHERE NOT EXISTS (SELECT 1 FROM " + items(value, "w") + same
             + ")))";
    return "(" + array + "EXISTS (SELECT 1 FROM " + items(x, "i") + " JOIN "
           + items(value, "w") + same + "))";
  }

  std::string words() {
    if (auto sign = find(regexes, op_.name); !sign.empty())
      return x_.text + std::string{sign}
             + q_.bind(op_.value, plain_type(base_type::text),
                       plan::transform::regex);
    auto function = find(searches, op_.name);
    return function.empty() ? std::string{}
                            : "to_tsvector(" + x_.text + ") @@ "
                                + std::string{function} + "(" + as_text() + ")";
  }

  std::string network() {
    auto inet = "(" + x_.text + ")::inet";
    if (auto sign = find(subnets, op_.name); !sign.empty())
      return inet + std::string{sign} + as_text() + "::inet";
    if (op_.name == "is_ipv4" || op_.name == "is_ipv6")
      return "(family(" + inet + ") = " + (op_.name == "is_ipv4" ? "4" : "6")
             + ") = " + bound(base_type::boolean);
    auto networks = find(kinds, op_.name);
    return networks.empty() ? std::string{}
                            : "(" + inet + " <<= ANY(" + std::string{networks}
                                + "::inet[])) = " + bound(base_type::boolean);
  }

  /// `{vector, threshold}`: at most so far away.
  std::string distance() {
    auto sign = find(metrics, op_.name);
    const auto* vector = op_.value.find("vector");
    const auto* threshold = op_.value.find("threshold");
    if (sign.empty() || vector == nullptr || threshold == nullptr)
      return {};
    return "(" + x_.text + std::string{sign} + bind_vector(q_, *vector, x_.type)
           + ") <= " + bind_as(q_, *threshold, base_type::float8, "float8");
  }

  std::string tree() {
    auto tree = "(" + x_.text + ")::ltree";
    if (op_.name.starts_with("depth_"))
      return "nlevel(" + tree + ")"
             + std::string{find(signs, op_.name.substr(6))}
             + bound(base_type::int4);
    auto sign = std::string{find(trees, op_.name)};
    auto list = [&](std::string_view type) {
      return bind_as(q_, op_.value, base_type::text, type,
                     plan::transform::list);
    };
    if (op_.name == "matches_any_lquery")
      return tree + sign + list("lquery[]");
    if (op_.name == "lca")
      return tree + sign + "lca(" + list("ltree[]") + ")";
    if (op_.name.ends_with("_of_id"))
      return by_id(tree);
    const auto* type = op_.name == "matches_lquery"      ? "::lquery"
                       : op_.name == "matches_ltxtquery" ? "::ltxtquery"
                                                         : "::ltree";
    return tree + sign + as_text() + type;
  }

  /// The path of a row of the field's hierarchy.
  std::string by_id(const std::string& tree) {
    if (field_.sql.empty()) {
      q_.s.fail(0, "\"" + std::string{op_.name}
                     + "\" needs a field with a "
                       "\"hierarchy\", and \""
                     + field_.name + "\" has none.");
      return "FALSE";
    }
    return tree + (op_.name == "descendant_of_id" ? " <@ (" : " @> (")
           + field_.sql + bound(base_type::uuid) + ")";
  }

  statement_scope& q_;
  const table_scope& t_;
  const plan::field_def& field_;
  const operand& x_;
  const input_field& op_;
};

} // namespace

std::string_view comparison_sign(std::string_view name) noexcept {
  return find(signs, name);
}

std::string_view nearest_key(statement_scope& q, const table_scope& t,
                             const input& nearest, uint32_t at,
                             std::string& distance) {
  auto wrong = [&](std::string why) {
    q.s.fail(at, std::move(why));
    return std::string_view{};
  };
  const auto* name = nearest.find("field");
  const auto* metric = nearest.find("metric");
  const auto* vector = nearest.find("vector");
  bool named = name != nullptr && !name->is_null();
  if ((named && name->leaf >= 0) || (metric != nullptr && metric->leaf >= 0))
    return wrong("The field and the metric of `nearest` cannot be variables of "
                 "their own. Write them into the document, or give the whole "
                 "of it as a variable.");
  std::vector<std::string_view> names;
  const plan::field_def* field = nullptr;
  for (const auto& f : t.model.fields) {
    if (f.column < 0
        || !authoring::vector_column(
          t.model.columns[static_cast<size_t>(f.column)].type))
      continue;
    names.push_back(f.name);
    if (field == nullptr && (!named || name->text == f.name))
      field = &f;
  }
  if (field == nullptr || vector == nullptr)
    return wrong(named ? "\"" + std::string{name->text} + "\" has no vectors."
                           + did_you_mean(suggestions(name->text, names, 3))
                       : "There are no vectors.");
  std::string by = field->sql.empty() ? "cosine" : field->sql;
  if (metric != nullptr && !metric->is_null())
    by = metric->text;
  auto sign = find(metrics, by == "inner_product" ? by : by + "_distance");
  if (sign.empty())
    return wrong("Unknown metric \"" + by
                 + "\". There are cosine, l2, l1, inner_product, "
                   "hamming and jaccard.");
  const auto& type = t.model.columns[static_cast<size_t>(field->column)].type;
  check_visible(q.s, *field);
  distance = "(" + t.column(field->column) + std::string{sign}
             + bind_vector(q, *vector, type,
                           authoring::vectors_of(t.model)
                             == authoring::vector_form::both)
             + ")";
  return field->key;
}

std::string fraiseql_special(statement_scope& q, const table_scope& t,
                             const plan::field_def& field, const operand& x,
                             const input_field& op) {
  return special{q, t, field, x, op}.run();
}

} // namespace troupe::compiler::planner
