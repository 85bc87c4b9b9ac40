#include "compiler/planner/keyset.hpp"

#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

using texts = std::vector<std::string>;

/// `key = value`, null being a value: one text for each case.
texts equal(const sort_key& k, const std::string& v) {
  texts out{k.expression + " = " + v};
  if (k.nullable)
    out.push_back(k.expression + " IS NULL AND " + v + " IS NULL");
  return out;
}

/// Strictly behind the value in the order of the key.
texts later(const sort_key& k, const std::string& v) {
  texts out{k.expression + (k.descending ? " < " : " > ") + v};
  if (!k.nullable)
    return out;
  if (k.nulls_first)
    out.push_back(k.expression + " IS NOT NULL AND " + v + " IS NULL");
  else
    out.push_back(k.expression + " IS NULL AND " + v + " IS NOT NULL");
  return out;
}

std::string list(const std::vector<sort_key>& keys) {
  std::string out;
  for (const auto& k : keys)
    out += (out.empty() ? "(" : ", ") + k.expression;
  return out + ")";
}

std::string list(const texts& values) {
  std::string out;
  for (const auto& v : values)
    out += (out.empty() ? "(" : ", ") + v;
  return out + ")";
}

} // namespace

// PostgreSQL takes a parameter's type from the place where it reads it first,
// so the comparison with a column comes before the tests for null.
std::vector<std::string> behind(const std::vector<sort_key>& keys,
                                const std::vector<std::string>& values) {
  bool uniform = std::ranges::all_of(keys, [&](const auto& k) {
    return !k.nullable && k.descending == keys.front().descending;
  });
  if (uniform && keys.size() > 1)
    return {list(keys) + (keys.front().descending ? " < " : " > ")
            + list(values)};
  texts out;
  texts prefixes{""};
  for (size_t i = 0; i < keys.size(); ++i) {
    for (const auto& p : prefixes)
      for (const auto& l : later(keys[i], values[i]))
        out.push_back(p + l);
    texts next;
    for (const auto& p : prefixes)
      for (const auto& e : equal(keys[i], values[i]))
        next.push_back(p + e + " AND ");
    prefixes = std::move(next);
  }
  return out;
}

void reverse(plan::dialect dialect, std::vector<sort_key>& keys) {
  for (auto& k : keys) {
    k.descending = !k.descending;
    k.nulls_first = !k.nulls_first;
    k.direction = k.descending ? " DESC" : "";
    if (k.nullable)
      k.direction += sql::nulls(dialect, k.descending, k.nulls_first);
  }
}

} // namespace troupe::compiler::planner
