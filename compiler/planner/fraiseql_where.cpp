#include "base/suggestions.hpp"
#include "compiler/authoring/fraiseql_operators.hpp"
#include "compiler/planner/fraiseql.hpp"
#include "compiler/planner/where_walk.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

plan::column_type of_base(plan::base_type x) {
  plan::column_type out;
  out.base = x;
  return out;
}

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
                  const graphql::types::input_field& given) {
    check_visible(q_.s, field);
    auto x = operand_of(q_.s, t_, field);
    graphql::types::input_field op = given;
    op.name = authoring::operator_of(op.name);
    if (op.name == "isnull" || op.name == "is_not_null")
      return null_test(x, op);
    if (op.value.is_null())
      return {};
    bool id = x.type.base == plan::base_type::text && !x.type.array
              && is_identifier(field.type);
    if (op.name == "in" || op.name == "nin") {
      auto list = q_.bind(op.value, x.type, plan::transform::list);
      auto found = id ? in_any_case(x.text, list) : in_moments(q_, x, list);
      return op.name == "in" ? found : "NOT (" + found + ")";
    }
    if (auto sign = comparison_sign(op.name); !sign.empty()) {
      auto value = q_.bind(op.value, x.type);
      if (id && (op.name == "eq" || op.name == "neq"))
        return x.text + (op.name == "eq" ? " IN (" : " NOT IN (") + value
               + ", lower(" + value + "))";
      return moment(q_, x, x.text) + std::string{sign} + moment(q_, x, value);
    }
    if (auto part = pattern(x.text, op); !part.empty())
      return part;
    return fraiseql_special(q_, t_, field, x, op);
  }

  /// Ids are UUIDs, whose letters are written small in documents.
  static bool is_identifier(std::string_view type) noexcept {
    return type.starts_with("ID") || type.starts_with("UUID");
  }

  std::string in_any_case(const std::string& text, const std::string& list) {
    if (q_.s.dialect() == plan::dialect::postgres)
      return text + " = ANY(" + list + "::text[] || lower(" + list
             + "::text)::text[])";
    return text + " IN (SELECT value FROM json_each(" + list
           + ") UNION SELECT lower(value) FROM json_each(" + list + "))";
  }

  std::string null_test(const operand& x,
                        const graphql::types::input_field& op) {
    if (op.value.is_null())
      return {};
    auto test =
      x.null_text() + (op.name == "isnull" ? " IS NULL" : " IS NOT NULL");
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
};

} // namespace

std::string fraiseql_condition(statement_scope& q, const table_scope& t,
                               const input& where) {
  return builder{q, t}.where(where);
}

} // namespace troupe::compiler::planner
