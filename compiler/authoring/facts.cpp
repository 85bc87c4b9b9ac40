#include "compiler/authoring/facts.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

namespace {

using plan::base_type;

/// FraiseQL's names of functions; what it has not is not offered.
constexpr std::pair<std::string_view, std::string_view> suffixes[] = {
  {"sum", "_sum"},
  {"avg", "_avg"},
  {"min", "_min"},
  {"max", "_max"},
  {"stddev", "_stddev"},
  {"variance", "_variance"},
  {"boolAnd", "_bool_and"},
  {"boolOr", "_bool_or"},
  {"arrayAgg", "_array_agg"},
  {"jsonAgg", "_json_agg"},
  {"jsonbAgg", "_jsonb_agg"},
  {"stringAgg", "_string_agg"},
};

std::string_view suffix_of(std::string_view function) noexcept {
  for (const auto& [name, suffix] : suffixes)
    if (name == function)
      return suffix;
  return {};
}

} // namespace

std::string json_path_sql(plan::dialect dialect, std::string_view column,
                          std::span<const std::string> path,
                          const plan::column_type& type) {
  std::string out = "{" + std::string{column} + "}";
  if (dialect == plan::dialect::sqlite) {
    std::string steps = "$";
    for (const auto& step : path)
      steps += ".\"" + step + "\"";
    out += "->>'" + steps + "'";
    // Decimals are compared as numbers, not as the text of a parameter.
    return type.base == base_type::numeric ? "CAST(" + out + " AS NUMERIC)"
                                           : out;
  }
  for (size_t i = 0; i < path.size(); ++i)
    out += (i + 1 < path.size() ? "->'" : "->>'") + path[i] + "'";
  return type.base == base_type::text || type.name.empty()
           ? out
           : "(" + out + ")::" + type.name;
}

bool valid_step(std::string_view x) noexcept {
  return !x.empty() && x.find_first_of("'\"\\{}") == std::string_view::npos;
}

std::vector<std::string> split_path(std::string_view text) {
  std::vector<std::string> out;
  while (true) {
    auto dot = text.find('.');
    auto step = text.substr(0, dot);
    if (!valid_step(step))
      return {};
    out.emplace_back(step);
    if (dot == std::string_view::npos)
      return out;
    text.remove_prefix(dot + 1);
  }
}

bool is_fact_table(const plan::catalog& c, const plan::model_def& m) noexcept {
  return c.fraiseql && m.aggregates;
}

std::vector<grouping> fact_groupings(const plan::model_def& m) {
  constexpr std::string_view buckets[] = {
    "second", "minute", "hour", "day", "week", "month", "quarter", "year"};
  std::vector<grouping> out;
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    if (f.measure)
      continue;
    auto index = static_cast<int32_t>(i);
    out.push_back({f.name, index, {}});
    auto base = value_type(m, f).base;
    bool moment =
      base == base_type::timestamp || base == base_type::timestamptz;
    if (!moment && base != base_type::date)
      continue;
    for (auto bucket : buckets) {
      auto name = f.name + "_" + std::string{bucket};
      bool finer = bucket == "second" || bucket == "minute" || bucket == "hour";
      // A calendar's own column for it comes first.
      if ((moment || !finer)
          && std::ranges::find(m.fields, name, &plan::field_def::name)
               == m.fields.end())
        out.push_back({std::move(name), index, bucket});
    }
  }
  return out;
}

std::vector<fact_value> fact_values(const plan::model_def& m,
                                    plan::dialect dialect) {
  std::vector<fact_value> out;
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    auto index = static_cast<int32_t>(i);
    auto add = [&](const aggregate_function& function, bool offered) {
      auto suffix = suffix_of(function.name);
      auto type = aggregate_type(function.kind, m, f, dialect);
      if (!suffix.empty() && !type.empty() && offered)
        out.push_back(
          {f.name + std::string{suffix}, std::move(type), index, &function});
    };
    for (const auto& function : aggregate_functions)
      add(function, f.measure || function.kind == aggregate_class::flag);
    for (const auto& function : list_functions)
      add(function, true);
    out.push_back({f.name + "_count_distinct", "Int!", index, nullptr});
  }
  return out;
}

bool comparable(const fact_value& x) noexcept {
  return x.function == nullptr
         || (x.function->kind != aggregate_class::array
             && x.function->kind != aggregate_class::json
             && x.function->kind != aggregate_class::text);
}

std::vector<grouping> fact_fields(const plan::model_def& m) {
  std::vector<grouping> out;
  for (size_t i = 0; i < m.fields.size(); ++i)
    if (m.fields[i].measure)
      out.push_back({m.fields[i].name, static_cast<int32_t>(i), {}});
  auto more = fact_groupings(m);
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

std::vector<fact_window> fact_windows(const plan::model_def& m,
                                      plan::dialect dialect) {
  using enum fact_window_kind;
  std::vector<fact_window> out{{"row_number", "Int!", rank, "row_number"},
                               {"rank", "Int!", rank, "rank"},
                               {"dense_rank", "Int!", rank, "dense_rank"},
                               {"percent_rank", "Float!", rank, "percent_rank"},
                               {"cume_dist", "Float!", rank, "cume_dist"},
                               {"ntile", "Int!", buckets, "ntile"},
                               {"running_count", "Int!", rank, "count"}};
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    auto index = static_cast<int32_t>(i);
    std::string type = f.type;
    auto add = [&](std::string_view name, fact_window_kind kind) {
      out.push_back(
        {f.name + "_" + std::string{name}, type, kind, name, index});
    };
    add("lag", neighbour);
    add("lead", neighbour);
    add("first_value", edge);
    add("last_value", edge);
    add("nth_value", nth);
    for (const auto& function : aggregate_functions) {
      auto suffix = suffix_of(function.name);
      auto of = aggregate_type(function.kind, m, f, dialect);
      if (f.measure && !suffix.empty() && !of.empty()
          && function.kind != aggregate_class::array)
        out.push_back({f.name + "_running" + std::string{suffix},
                       std::move(of),
                       running,
                       {},
                       index,
                       &function});
    }
  }
  return out;
}

std::vector<fact_operator> fact_operators(const plan::column_type& type) {
  std::vector<fact_operator> out{{"eq"},     {"neq"},        {"gt"}, {"gte"},
                                 {"lt"},     {"lte"},        {"in"}, {"nin"},
                                 {"isnull"}, {"is_not_null"}};
  if (type.base != base_type::text)
    return out;
  for (std::string_view name :
       {"contains", "icontains", "startswith", "istartswith", "endswith",
        "iendswith", "like", "ilike", "nlike", "nilike"})
    out.push_back({name});
  for (std::string_view name : {"regex", "iregex", "nregex", "niregex"})
    out.push_back({name, true});
  return out;
}

} // namespace troupe::compiler::authoring
