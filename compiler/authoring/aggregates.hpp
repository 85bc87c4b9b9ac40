#pragma once

#include "plan/catalog.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Which aggregate functions there are and what they take: what the schema
/// offers and the planner writes.
namespace troupe::compiler::authoring {

/// Functions of one class share their GraphQL types.
enum class aggregate_class : uint8_t {
  sum,
  average,
  extreme,
  flag,
  array,
  json, ///< of fact tables
  text, ///< of fact tables
};

struct aggregate_function {
  std::string_view name; ///< in GraphQL
  aggregate_class kind;
  std::string_view postgres;
  std::string_view sqlite; ///< empty: SQLite cannot
  std::string_view description;
};

inline constexpr aggregate_function aggregate_functions[] = {
  {"sum", aggregate_class::sum, "sum", "sum", "Null without values."},
  {"avg", aggregate_class::average, "avg", "avg", "The mean."},
  {"stddev", aggregate_class::average, "stddev_samp", "troupe_stddev_samp",
   "The standard deviation of a sample."},
  {"stddevPop", aggregate_class::average, "stddev_pop", "troupe_stddev_pop",
   "The standard deviation of a population."},
  {"variance", aggregate_class::average, "var_samp", "troupe_var_samp",
   "The variance of a sample."},
  {"variancePop", aggregate_class::average, "var_pop", "troupe_var_pop",
   "The variance of a population."},
  {"min", aggregate_class::extreme, "min", "min", "The least value."},
  {"max", aggregate_class::extreme, "max", "max", "The greatest value."},
  {"boolAnd", aggregate_class::flag, "bool_and", "min",
   "Whether all are true."},
  {"boolOr", aggregate_class::flag, "bool_or", "max", "Whether one is true."},
  {"arrayAgg", aggregate_class::array, "array_agg", "",
   "The values as a list, in the order of the key."},
};

/// `Sum`, `Average`, ...: the part of a type's name that stands for the class.
std::string_view class_name(aggregate_class x) noexcept;

/// The column type of a field's values; arrays for lists.
plan::column_type value_type(const plan::model_def& m,
                             const plan::field_def& f);

/// The GraphQL type of a class over a field (`BigInt`, `[String]`), empty if
/// the field is nothing for it.
std::string aggregate_type(aggregate_class kind, const plan::model_def& m,
                           const plan::field_def& f, plan::dialect dialect);

/// What rows can be put together by: a field, a moment cut to a bucket, or a
/// to-one relation.
struct grouping {
  std::string name; ///< of the enum value: `placed`, `placedMonth`, `customer`
  int32_t field = -1;
  std::string_view bucket; ///< `month`; empty: the value itself
};

std::vector<grouping> groupings(const plan::model_def& m);

} // namespace troupe::compiler::authoring
