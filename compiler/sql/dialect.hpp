#pragma once

#include "plan/catalog.hpp"
#include "plan/types.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What differs between databases when SQL is written.
namespace troupe::compiler::sql {

/// Returns an identifier in double quotes. Every identifier of a statement goes
/// through here.
std::string quote(std::string_view identifier);

/// `"schema"."table"`.
std::string table_name(const plan::model_def& model);

/// Returns the placeholder of parameter `number` (1-based).
std::string placeholder(plan::dialect dialect, size_t number);

/// Returns how a column is read so that the driver's cell can be decoded: types
/// without a binary form of ours are cast to text.
std::string readable(plan::dialect dialect, const plan::column_type& type,
                     std::string expression);

/// `expression = any of the list parameter`.
std::string in_list(plan::dialect dialect, std::string_view expression,
                    std::string_view list);

/// Compares so that null is a value: `IS DISTINCT FROM`.
std::string distinct_from(plan::dialect dialect, std::string_view a,
                          std::string_view b);

/// Matches a LIKE pattern; `fold` ignores case. Both databases treat `\` as the
/// escape character.
std::string like(plan::dialect dialect, std::string_view text,
                 std::string_view pattern, bool fold);

/// One tuple as a value: `ROW(a, b)`.
std::string row(plan::dialect dialect, const std::vector<std::string>& values);

/// The tuples of a subselect whose one column is a row, as an array.
/// `select_row` comes as `SELECT <row> FROM ...`; for SQLite the row is wrapped
/// by the aggregate instead.
std::string rows(plan::dialect dialect, const std::vector<std::string>& values,
                 std::string_view from);

/// Returns ` NULLS FIRST` and the like where the database's default differs.
std::string_view nulls(plan::dialect dialect, bool descending,
                       bool nulls_first) noexcept;

} // namespace troupe::compiler::sql
