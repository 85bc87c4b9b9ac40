#pragma once

#include "compiler/authoring/aggregates.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Fact tables: measures in columns, dimensions in columns or within a JSON
/// one. FraiseQL's names for what can be asked of them: `category`,
/// `occurred_at_month`, `revenue_sum`.
namespace troupe::compiler::authoring {

/// The author's SQL (`field_def::sql`) of a value within a JSON column, as a
/// column type. The steps are keys of objects; none may have a quote, a
/// backslash or a brace.
std::string json_path_sql(plan::dialect dialect, std::string_view column,
                          std::span<const std::string> path,
                          const plan::column_type& type);

/// Whether a key can be a step of `json_path_sql`.
bool valid_step(std::string_view x) noexcept;

/// `a.b` taken apart; empty if a step is not valid.
std::vector<std::string> split_path(std::string_view text);

bool is_fact_table(const plan::catalog& c, const plan::model_def& m) noexcept;

/// What rows of a fact table can be put together by: all but measures, and
/// moments cut to `<field>_<bucket>`.
std::vector<grouping> fact_groupings(const plan::model_def& m);

/// What a row of `<x>_window` shows and can be ordered by: measures too.
std::vector<grouping> fact_fields(const plan::model_def& m);

/// Functions whose value is a list in one value.
inline constexpr aggregate_function list_functions[] = {
  {"jsonAgg", aggregate_class::json, "json_agg", "json_group_array", {}},
  {"jsonbAgg", aggregate_class::json, "jsonb_agg", "json_group_array", {}},
  {"stringAgg", aggregate_class::text, "string_agg", "group_concat", {}},
};

/// One function over a field of a fact table.
struct fact_value {
  std::string name; ///< `revenue_sum`
  std::string type; ///< in GraphQL
  int32_t field = -1;
  /// Null: how many different values there are.
  const aggregate_function* function = nullptr;
};

std::vector<fact_value> fact_values(const plan::model_def& m,
                                    plan::dialect dialect);

/// Whether groups can be ordered by it and `having` compare it.
bool comparable(const fact_value& x) noexcept;

/// What a function over the rows around one does with its arguments.
enum class fact_window_kind : uint8_t {
  rank,      ///< none but the window
  buckets,   ///< `n`: how many parts
  neighbour, ///< `offset` and `default`
  edge,      ///< a row of the frame
  nth,       ///< `n`: which row of the frame
  running,   ///< an aggregate
};

/// One function of `<x>_window`.
struct fact_window {
  std::string name; ///< `row_number`, `revenue_lag`
  std::string type; ///< in GraphQL
  fact_window_kind kind = fact_window_kind::rank;
  std::string_view sql; ///< the function; empty: that of `function`
  int32_t field = -1;
  const aggregate_function* function = nullptr;
};

std::vector<fact_window> fact_windows(const plan::model_def& m,
                                      plan::dialect dialect);

/// An operator of a flat condition, `<name>_<operator>`.
struct fact_operator {
  std::string_view name;
  bool postgres_only = false;
};

/// The operators of a type of value: of texts more than of others.
std::vector<fact_operator> fact_operators(const plan::column_type& type);

/// Those of `having`.
inline constexpr std::string_view having_operators[] = {"eq",  "neq", "gt",
                                                        "gte", "lt",  "lte"};

} // namespace troupe::compiler::authoring
