#include "compiler/planner/document.hpp"
#include "compiler/planner/fraiseql.hpp"
#include "compiler/planner/scope.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

using graphql::types::input_kind;

std::string join(const std::vector<std::string>& parts, const char* word) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i)
    out += (i > 0 ? word : "") + parts[i];
  return parts.size() > 1 ? "(" + out + ")" : out;
}

/// A condition as a value that is never null: `not` is then what logic says.
std::string negated(std::string condition) {
  return "(" + std::move(condition) + ") IS NOT TRUE";
}

class builder {
public:
  builder(statement_scope& q, const table_scope& t) : q_(q), t_(t) {
    // nop
  }

  std::string where(const input& x) {
    std::vector<std::string> parts;
    for (const auto& f : x.fields) {
      if (f.value.is_null())
        continue;
      auto part = member(f);
      if (!part.empty())
        parts.push_back(std::move(part));
    }
    return join(parts, " AND ");
  }

private:
  std::string member(const graphql::types::input_field& f) {
    if (f.name == "and" || f.name == "or")
      return combined(f.value, f.name == "and");
    if (f.name == "not") {
      auto inner = where(f.value);
      return negated(inner.empty() ? "TRUE" : inner);
    }
    for (const auto& field : t_.model.fields) {
      if (field.name != f.name)
        continue;
      if (field.kind == plan::field_kind::relation)
        return relation(field, f.value);
      if (field.kind == plan::field_kind::document && is_object(q_.s, field))
        return builder{q_, within_document(q_.s, t_, field)}.where(f.value);
      return comparison(field, f.value);
    }
    return {};
  }

  /// No conditions: `and` holds, `or` does not.
  std::string combined(const input& list, bool all) {
    std::vector<std::string> parts;
    for (const auto& item : list.items) {
      auto part = where(item);
      parts.push_back(part.empty() ? "TRUE" : part);
    }
    if (parts.empty())
      return all ? "TRUE" : "FALSE";
    return join(parts, all ? " AND " : " OR ");
  }

  std::string relation(const plan::field_def& field, const input& x) {
    const auto& r = t_.model.relations[static_cast<size_t>(field.relation)];
    if (!r.many)
      return exists(r, x, false);
    std::vector<std::string> parts;
    for (const auto& f : x.fields) {
      if (f.value.is_null())
        continue;
      if (f.name == "some")
        parts.push_back(exists(r, f.value, false));
      else if (f.name == "none")
        parts.push_back("NOT " + exists(r, f.value, false));
      else
        parts.push_back("NOT " + exists(r, f.value, true));
    }
    return join(parts, " AND ");
  }

  std::string exists(const plan::relation_def& r, const input& x,
                     bool failing) {
    table_scope other{q_.s.model(r.model), q_.alias()};
    auto inner = builder{q_, other}.where(x);
    if (failing)
      inner = negated(inner.empty() ? "TRUE" : inner);
    return "EXISTS (SELECT 1 FROM " + sql::table_name(other.model) + " AS "
           + other.alias + " WHERE " + join_condition(r, t_, other)
           + (inner.empty() ? "" : " AND " + inner) + ")";
  }

  std::string comparison(const plan::field_def& field, const input& x) {
    if (field.kind == plan::field_kind::expression)
      q_.opaque = true;
    auto [text, type, nullable] = operand_of(q_.s, t_, field);
    auto renames = field.kind == plan::field_kind::document
                     ? document_renames(q_.s, field)
                     : enum_renames(q_.s, t_.model, field.column);
    std::vector<std::string> parts;
    for (const auto& op : x.fields) {
      auto part = one(text, type, nullable, renames, op);
      if (!part.empty())
        parts.push_back(std::move(part));
    }
    return join(parts, " AND ");
  }

  using renames_list = std::vector<std::pair<std::string, std::string>>;

  std::string one(const std::string& text, const plan::column_type& type,
                  bool nullable, const renames_list& renames,
                  const graphql::types::input_field& op) {
    const auto& x = op.value;
    auto name = op.name;
    if (name == "isNull") {
      if (x.is_null())
        return {};
      // A variable's value is not known here, so it is compared.
      plan::column_type boolean;
      boolean.base = plan::base_type::boolean;
      if (x.leaf >= 0)
        return "(" + text + " IS NULL) = " + q_.bind(x, boolean);
      return text + (x.boolean ? " IS NULL" : " IS NOT NULL");
    }
    if (x.is_null()) {
      if (name == "eq")
        return text + " IS NULL";
      return name == "neq" ? text + " IS NOT NULL" : std::string{};
    }
    if (name == "in" || name == "nin")
      return list(text, type, nullable, renames, x, name == "in");
    if (auto sign = operator_of(name); !sign.empty())
      return compare(text, type, nullable, renames, x, sign);
    if (type.array)
      return text + (name == "overlaps" ? " && " : " @> ") + q_.bind(x, type);
    return pattern(text, x, name);
  }

  static std::string_view operator_of(std::string_view name) noexcept {
    constexpr std::pair<std::string_view, std::string_view> signs[] = {
      {"eq", " = "},   {"neq", " <> "}, {"lt", " < "},
      {"lte", " <= "}, {"gt", " > "},   {"gte", " >= "}};
    for (const auto& [key, sign] : signs)
      if (key == name)
        return sign;
    return {};
  }

  std::string compare(const std::string& text, const plan::column_type& type,
                      bool nullable, const renames_list& renames,
                      const input& x, std::string_view sign) {
    // TRUE and FALSE written in the document help the database to choose.
    if (type.base == plan::base_type::boolean && x.leaf < 0 && sign == " = ")
      return (x.boolean ? "" : "NOT ") + text;
    auto value = q_.bind(x, type, plan::transform::none, renames);
    if (q_.s.dialect() == plan::dialect::postgres
        && type.base == plan::base_type::json)
      return text + "::jsonb" + std::string{sign} + value + "::jsonb";
    if (sign == " <> " && nullable)
      return sql::distinct_from(q_.s.dialect(), text, value);
    return text + std::string{sign} + value;
  }

  std::string list(const std::string& text, const plan::column_type& type,
                   bool nullable, const renames_list& renames, const input& x,
                   bool wanted) {
    auto found = sql::in_list(q_.s.dialect(), text,
                              q_.bind(x, type, plan::transform::list, renames));
    if (wanted)
      return found;
    return nullable ? negated(found) : "NOT (" + found + ")";
  }

  std::string pattern(const std::string& text, const input& x,
                      std::string_view name) {
    plan::column_type type;
    type.base = plan::base_type::text;
    auto how = name == "contains"     ? plan::transform::contains
               : name == "startsWith" ? plan::transform::starts_with
               : name == "endsWith"   ? plan::transform::ends_with
                                      : plan::transform::none;
    bool fold = name == "ilike" || name == "nilike";
    auto found = sql::like(q_.s.dialect(), text, q_.bind(x, type, how), fold);
    return name.starts_with('n') ? "NOT (" + found + ")" : found;
  }

  statement_scope& q_;
  const table_scope& t_;
};

} // namespace

std::string condition(statement_scope& q, const table_scope& t,
                      const input& where) {
  if (q.s.in.catalog.fraiseql)
    return fraiseql_condition(q, t, where);
  return builder{q, t}.where(where);
}

std::string equality(statement_scope& q, const table_scope& t, int32_t column,
                     const input& value) {
  if (value.is_null())
    return t.column(column) + " IS NULL";
  const auto& c = t.model.columns[static_cast<size_t>(column)];
  return t.column(column) + " = "
         + q.bind(value, c.type, plan::transform::none,
                  enum_renames(q.s, t.model, column));
}

} // namespace troupe::compiler::planner
