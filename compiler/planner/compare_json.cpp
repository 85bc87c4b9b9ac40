#include "compiler/planner/compare.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

using plan::base_type;

bool postgres(const statement_scope& q) noexcept {
  return q.s.dialect() == plan::dialect::postgres;
}

/// json has no operators to speak of.
std::string as_jsonb(const operand& x) {
  return x.type.base == base_type::json ? x.text + "::jsonb" : x.text;
}

std::string json_value(statement_scope& q, const input& value) {
  auto out = q.bind(value, plain_type(base_type::jsonb));
  return postgres(q) ? out + "::jsonb" : "json_extract(" + out + ", '$')";
}

constexpr std::pair<std::string_view, std::string_view> orders[] = {
  {"lt", " < "}, {"lte", " <= "}, {"gt", " > "}, {"gte", " >= "}};

/// `{path: [...], gt: 3}`: what stands at a path.
class path_comparison {
public:
  path_comparison(statement_scope& q, std::string document, const input& path)
    : q_(q) {
    if (postgres(q)) {
      auto steps =
        bind_as(q, path, base_type::text, "text[]", plan::transform::list);
      value_ = "(" + document + " #> " + steps + ")";
      text_ = "(" + std::move(document) + " #>> " + steps + ")";
    } else {
      auto steps =
        q.bind(path, plain_type(base_type::text), plan::transform::json_path);
      value_ = text_ = "json_extract(" + document + ", " + steps + ")";
      type_ = "json_type(" + std::move(document) + ", " + steps + ")";
    }
  }

  std::string run(const input& ops) {
    std::vector<std::string> parts;
    for (const auto& op : ops.fields) {
      if (op.name == "path" || (op.value.is_null() && op.name != "eq"))
        continue;
      if (auto part = one(op); !part.empty())
        parts.push_back(std::move(part));
    }
    return join_conditions(parts, " AND ");
  }

private:
  std::string one(const input_field& op) {
    if (op.name == "exists") {
      auto there = postgres(q_) ? value_ : type_;
      return "(" + there + " IS NOT NULL) = "
             + q_.bind(op.value, plain_type(base_type::boolean));
    }
    if (op.name == "isNull")
      return "(" + text_ + " IS NULL) = "
             + q_.bind(op.value, plain_type(base_type::boolean));
    if (op.name == "eq" && op.value.is_null())
      return text_ + " IS NULL";
    if (op.name == "eq" || op.name == "neq") {
      auto other = json_value(q_, op.value);
      return op.name == "eq"
               ? value_ + " = " + other
               : sql::distinct_from(q_.s.dialect(), value_, other);
    }
    for (const auto& [name, sign] : orders)
      if (name == op.name)
        return ordered(json_value(q_, op.value), sign);
    if (op.name == "contains" && postgres(q_))
      return value_ + " @> " + json_value(q_, op.value);
    operand text{text_, plain_type(base_type::text)};
    input_field same = op;
    // Inside of JSON `contains` means JSON.
    if (op.name == "text")
      return compare(q_, text, op.value);
    return compare_text(q_, text, same);
  }

  /// Numbers are before texts and the like in both databases; only what is of
  /// one kind compares.
  std::string ordered(const std::string& other, std::string_view sign) {
    auto kind = [&](const std::string& x) {
      return postgres(q_) ? "jsonb_typeof(" + x + ")"
                          : "(typeof(" + x + ") = 'text')";
    };
    return "(" + kind(value_) + " = " + kind(other) + " AND " + value_
           + std::string{sign} + other + ")";
  }

  statement_scope& q_;
  std::string value_;
  std::string text_;
  std::string type_;
};

} // namespace

std::string compare_json(statement_scope& q, const operand& x,
                         const input_field& op) {
  if (op.name == "path") {
    std::vector<std::string> parts;
    for (const auto& item : op.value.items)
      if (const auto* path = item.find("path")) {
        auto part =
          path_comparison{q, postgres(q) ? as_jsonb(x) : x.text, *path}.run(
            item);
        if (!part.empty())
          parts.push_back(std::move(part));
      }
    return join_conditions(parts, " AND ");
  }
  if (!postgres(q)) {
    if (op.name == "hasKey")
      return "json_type(" + x.text + ", "
             + q.bind(op.value, plain_type(base_type::text),
                      plan::transform::json_path)
             + ") IS NOT NULL";
    return {};
  }
  auto text = as_jsonb(x);
  if (op.name == "contains")
    return text + " @> " + json_value(q, op.value);
  if (op.name == "containedIn")
    return text + " <@ " + json_value(q, op.value);
  if (op.name == "hasKey")
    return text + " ? " + bind_as(q, op.value, base_type::text, "text");
  auto keys =
    bind_as(q, op.value, base_type::text, "text[]", plan::transform::list);
  return text + (op.name == "hasAllKeys" ? " ?& " : " ?| ") + keys;
}

} // namespace troupe::compiler::planner
