#pragma once

#include "compiler/authoring/aggregates.hpp"
#include "compiler/planner/compare.hpp"
#include "compiler/planner/select.hpp"

/// Functions over rows: of a root field, of a relation, of a window.
namespace troupe::compiler::planner {

/// A call as an operand: its text and the type of its result.
/// `suffix` follows the brackets: ` FILTER (...)`, ` OVER (...)`; `more` is
/// what stands between joined texts.
operand aggregate_call(statement_scope& q, const table_scope& t,
                       const authoring::aggregate_function& function,
                       const plan::field_def& field, const std::string& suffix,
                       const std::string& more = {});

const authoring::aggregate_function*
find_aggregate(std::string_view name) noexcept;

const plan::field_def* find_field(const plan::model_def& m,
                                  std::string_view name) noexcept;

/// The SQL of what rows are put together by; of a to-one relation its columns.
std::vector<std::string> grouping_keys(statement_scope& q, const table_scope& t,
                                       const authoring::grouping& g);

/// Returns the groupings that an argument names.
std::vector<authoring::grouping> read_groupings(const plan::model_def& m,
                                                const input* argument);

/// A moment cut to `bucket` (`month`).
std::string bucket_of(statement_scope& q, const std::string& x,
                      std::string_view bucket, plan::base_type base);

/// How many rows or parts a window function counts: digits for a constant, a
/// parameter for a variable.
std::string frame_count(statement_scope& q, const input& n, uint32_t at);

/// Makes the shape of an aggregate's functions over fields (`sum { price }`).
plan::shape
aggregate_functions_shape(statement_scope& q, const table_scope& t,
                          const collected_field& f,
                          const graphql::types::field& definition,
                          const authoring::aggregate_function& function,
                          const std::string& suffix, tuple& columns);

/// `count`, with its argument `distinct`.
std::string count_call(statement_scope& q, const table_scope& t,
                       const collected_field& f,
                       const graphql::types::field& definition);

/// `approximateCount`: the planner's statistics.
std::string approximate_count(const table_scope& t);

/// Returns the condition of an aggregate filter over the rows of `t`, for
/// HAVING; empty if it demands nothing.
std::string aggregate_condition(statement_scope& q, const table_scope& t,
                                const input& filter);

/// `<relation>Aggregate` in a filter: a condition on the related rows.
std::string related_aggregate_condition(statement_scope& q,
                                        const table_scope& t,
                                        const plan::relation_def& r,
                                        const input& filter);

/// `<relation>Aggregate` in an ordering.
void related_aggregate_order(statement_scope& q, const table_scope& t,
                             const plan::relation_def& r, const input& order,
                             std::vector<sort_key>& out);

/// Sort keys of an aggregate's ordering; group keys come from `groups`.
void aggregate_order_keys(statement_scope& q, const table_scope& t,
                          const input& order,
                          const std::vector<authoring::grouping>& groups,
                          std::vector<sort_key>& out);

} // namespace troupe::compiler::planner
