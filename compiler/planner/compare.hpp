#pragma once

#include "compiler/planner/document.hpp"

/// Comparisons of one value, one file for each family (compare_*.cpp). Which
/// operators an input offers is decided in compiler/authoring/comparisons.cpp.
namespace troupe::compiler::planner {

/// Returns the condition of a comparison input, empty if it demands nothing.
std::string compare(statement_scope& q, const operand& x, const input& ops);

/// Conditions joined by AND or OR, in parentheses if there are several.
std::string join_conditions(const std::vector<std::string>& parts,
                            const char* word);

/// A condition as a value that is never null: `not` is then what logic says.
std::string negated(std::string condition);

/// A type that stands for a plain base: `plain_type(base_type::int4)`.
plan::column_type plain_type(plan::base_type base);

/// A moment, or a value it is compared with, so that notations of the same one
/// are equal: SQLite has texts, and documents write them as they like. Other
/// values stay as they are.
std::string moment(const statement_scope& q, const operand& x,
                   const std::string& text);

/// Whether `x` is in the list parameter, moments compared as `moment` says.
std::string in_moments(const statement_scope& q, const operand& x,
                       const std::string& list);

/// The parameter for a value, cast to `name` on PostgreSQL, where an operator
/// would not tell its type.
std::string bind_as(statement_scope& q, const input& value,
                    plan::base_type base, std::string_view name,
                    plan::transform transform = plan::transform::none);

// -- one operator of a family; empty if it demands nothing --------------------

using graphql::types::input_field;

std::string compare_text(statement_scope& q, const operand& x,
                         const input_field& op);

std::string compare_json(statement_scope& q, const operand& x,
                         const input_field& op);

std::string compare_array(statement_scope& q, const operand& x,
                          const input_field& op);

std::string compare_range(statement_scope& q, const operand& x,
                          const input_field& op);

std::string compare_network(statement_scope& q, const operand& x,
                            const input_field& op);

std::string compare_ltree(statement_scope& q, const operand& x,
                          const input_field& op);

std::string compare_vector(statement_scope& q, const operand& x,
                           const input_field& op);

/// `search` of text and tsvector.
std::string compare_search(statement_scope& q, const operand& x,
                           const input_field& op);

/// Parts of dates and times: `year`, `dayOfWeek`.
std::string compare_part(statement_scope& q, const operand& x,
                         const input_field& op);

/// `a <-> b` and its like, for filters and orderings.
std::string vector_distance(statement_scope& q, const std::string& text,
                            const plan::column_type& type, const input& to);

} // namespace troupe::compiler::planner
