#include "base/suggestions.hpp"
#include "compiler/planner/fraiseql.hpp"
#include "compiler/planner/where_walk.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

using op_table = std::pair<std::string_view, std::string_view>;

std::string_view find(std::span<const op_table> table,
                      std::string_view name) noexcept {
  for (const auto& [key, sql] : table)
    if (key == name)
      return sql;
  return {};
}

plan::column_type of_base(plan::base_type x) {
  plan::column_type out;
  out.base = x;
  return out;
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
constexpr op_table trees[] = {{"ancestor_of", " @> "},
                              {"descendant_of", " <@ "},
                              {"matches_lquery", " ~ "},
                              {"matches_ltxtquery", " @ "}};
/// Networks by what they are for (RFC 1918, 5737, 6598 and their kin).
constexpr op_table kinds[] = {
  {"is_private", "'{10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7}'"},
  {"is_loopback", "'{127.0.0.0/8,::1/128}'"},
  {"is_multicast", "'{224.0.0.0/4,ff00::/8}'"},
  {"is_link_local", "'{169.254.0.0/16,fe80::/10}'"},
  {"is_documentation",
   "'{192.0.2.0/24,198.51.100.0/24,203.0.113.0/24,2001:db8::/32}'"},
  {"is_carrier_grade", "'{100.64.0.0/10}'"}};

class builder : public where_walk<builder> {
public:
  static constexpr std::string_view all = "_and", any = "_or", none = "_not";

  using where_walk::where_walk;

  static std::string inverted(const std::string& inner) {
    return "NOT (" + inner + ")";
  }

  std::string field(const plan::field_def& field, const input& x) {
    std::vector<std::string> parts;
    for (const auto& op : x.fields)
      if (auto part = one(field, op); !part.empty())
        parts.push_back(std::move(part));
    return join_conditions(parts, " AND ");
  }

  /// `<field>_<operator>` of a fact table. Of the fields that it may begin with
  /// the longest is meant.
  std::string other(const graphql::types::input_field& f) {
    const plan::field_def* found = nullptr;
    for (const auto& field : t_.model.fields)
      if (f.name.starts_with(field.name + "_")
          && (found == nullptr || field.name.size() > found->name.size()))
        found = &field;
    return found == nullptr
             ? std::string{}
             : one(*found, {f.name.substr(found->name.size() + 1), f.value});
  }

private:
  std::string one(const plan::field_def& field,
                  const graphql::types::input_field& op) {
    auto x = operand_of(q_.s, t_, field);
    if (op.name == "isnull" || op.name == "is_not_null")
      return null_test(x, op);
    if (op.value.is_null())
      return {};
    if (op.name == "in" || op.name == "nin") {
      auto found =
        sql::in_list(q_.s.dialect(), x.text,
                     q_.bind(op.value, x.type, plan::transform::list));
      return op.name == "in" ? found : "NOT (" + found + ")";
    }
    if (auto sign = find(signs, op.name); !sign.empty())
      return x.text + std::string{sign} + q_.bind(op.value, x.type);
    if (op.name.starts_with("array_") || op.name.starts_with("len_")
        || op.name == "strictly_contains")
      return array(field, op);
    if (auto part = pattern(x.text, op); !part.empty())
      return part;
    return special(x.text, op);
  }

  std::string null_test(const operand& x,
                        const graphql::types::input_field& op) {
    if (op.value.is_null())
      return {};
    auto test = x.text + (op.name == "isnull" ? " IS NULL" : " IS NOT NULL");
    if (op.value.leaf < 0)
      return op.value.boolean ? test : "NOT (" + test + ")";
    return "(" + test
           + ") = " + q_.bind(op.value, of_base(plan::base_type::boolean));
  }

  /// LIKE and its kin; empty for other operators.
  std::string pattern(const std::string& text,
                      const graphql::types::input_field& op) {
    auto name = op.name;
    bool fold = name.starts_with('i') && name != "in_subnet";
    bool negated = name == "nlike" || name == "nilike";
    auto bare = name;
    if (negated)
      bare.remove_prefix(1);
    fold = fold || bare == "ilike";
    if (bare == "ilike" || (fold && bare.starts_with('i')))
      bare.remove_prefix(1);
    auto how = bare == "contains"     ? plan::transform::contains
               : bare == "startswith" ? plan::transform::starts_with
               : bare == "endswith"   ? plan::transform::ends_with
                                      : plan::transform::none;
    if (how == plan::transform::none && bare != "like")
      return {};
    auto found =
      sql::like(q_.s.dialect(), text,
                q_.bind(op.value, of_base(plan::base_type::text), how), fold);
    return negated ? "NOT (" + found + ")" : found;
  }

  bool postgres_only(std::string_view name) {
    if (q_.s.dialect() == plan::dialect::postgres)
      return true;
    q_.s.fail(0, "The operator \"" + std::string{name}
                   + "\" needs PostgreSQL; SQLite has nothing like it.");
    return false;
  }

  /// Lists and objects within the document.
  std::string array(const plan::field_def& field,
                    const graphql::types::input_field& op) {
    if (!postgres_only(op.name))
      return "FALSE";
    auto json = document_json(q_.s.dialect(), t_, field);
    if (op.name.starts_with("len_"))
      return "CASE WHEN jsonb_typeof(" + json
             + ") = 'array' THEN jsonb_array_length(" + json + ") END"
             + std::string{find(signs, op.name.substr(4))}
             + q_.bind(op.value, of_base(plan::base_type::int4));
    auto value = q_.bind(op.value, of_base(plan::base_type::jsonb)) + "::jsonb";
    if (op.name == "array_contains")
      return json + " @> " + value;
    if (op.name == "array_contained_by")
      return "(jsonb_typeof(" + json + ") = 'array' AND " + json + " <@ "
             + value + ")";
    if (op.name == "strictly_contains")
      return "(" + json + " @> " + value + " AND " + json + " <> " + value
             + ")";
    return "EXISTS (SELECT 1 FROM jsonb_array_elements(" + value
           + ") AS e(v) WHERE " + json + " @> jsonb_build_array(e.v))";
  }

  /// Regular expressions, text search, networks and trees.
  std::string special(const std::string& text,
                      const graphql::types::input_field& op) {
    if (!postgres_only(op.name))
      return "FALSE";
    auto bound = [&](plan::base_type base) {
      return q_.bind(op.value, of_base(base));
    };
    auto as_text = [&] { return bound(plan::base_type::text) + "::text"; };
    if (auto sign = find(regexes, op.name); !sign.empty())
      return text + std::string{sign} + as_text();
    if (auto function = find(searches, op.name); !function.empty())
      return "to_tsvector(" + text + ") @@ " + std::string{function} + "("
             + as_text() + ")";
    auto inet = "(" + text + ")::inet";
    if (auto sign = find(subnets, op.name); !sign.empty())
      return inet + std::string{sign} + as_text() + "::inet";
    if (op.name == "is_ipv4" || op.name == "is_ipv6")
      return "(family(" + inet + ") = " + (op.name == "is_ipv4" ? "4" : "6")
             + ") = " + bound(plan::base_type::boolean);
    if (auto networks = find(kinds, op.name); !networks.empty())
      return "(" + inet + " <<= ANY(" + std::string{networks}
             + "::inet[])) = " + bound(plan::base_type::boolean);
    auto tree = "(" + text + ")::ltree";
    if (op.name.starts_with("depth_"))
      return "nlevel(" + tree + ")"
             + std::string{find(signs, op.name.substr(6))}
             + bound(plan::base_type::int4);
    auto type = op.name == "matches_lquery"      ? "::lquery"
                : op.name == "matches_ltxtquery" ? "::ltxtquery"
                                                 : "::ltree";
    return tree + std::string{find(trees, op.name)} + as_text() + type;
  }
};

} // namespace

std::string fraiseql_condition(statement_scope& q, const table_scope& t,
                               const input& where) {
  return builder{q, t}.where(where);
}

void fraiseql_order_keys(statement_scope& q, const table_scope& t,
                         const input& order_by, std::vector<sort_key>& out) {
  for (const auto& one : order_by.items) {
    const auto* name = one.find("field");
    const auto* direction = one.find("direction");
    if (name == nullptr)
      continue;
    if (name->leaf >= 0)
      return q.s.fail(0, "The field of an orderBy cannot be a variable of its "
                         "own. Write it into the document, or give the whole "
                         "orderBy as a variable.");
    std::vector<std::string_view> names;
    const plan::field_def* found = nullptr;
    for (const auto& f : t.model.fields) {
      names.push_back(f.name);
      if (f.name == name->text)
        found = &f;
    }
    if (found == nullptr || is_object(q.s, *found))
      return q.s.fail(0, "Cannot order " + t.model.name + " by \""
                           + std::string{name->text} + "\"."
                           + did_you_mean(suggestions(name->text, names, 3)));
    auto x = operand_of(q.s, t, *found);
    sort_key k;
    k.expression = x.text;
    k.descending = direction != nullptr && direction->text == "DESC";
    k.nulls_first = k.descending;
    k.direction =
      (k.descending ? " DESC" : "")
      + std::string{sql::nulls(q.s.dialect(), k.descending, k.nulls_first)};
    k.nullable = x.nullable;
    k.type = x.type;
    out.push_back(std::move(k));
  }
}

} // namespace troupe::compiler::planner
