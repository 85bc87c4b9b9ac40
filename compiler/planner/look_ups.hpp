#pragma once

#include "compiler/planner/select.hpp"

#include <string>
#include <vector>

/// The form of a list in which what its rows have in common comes once:
/// relations of a row that many rows refer to, the posts of the authors of
/// comments. `plan::step::once` says what its rows are.
namespace troupe::compiler::planner {

/// What belongs to one joined row rather than to the row of the list.
struct common_values {
  std::string alias;
  plan::look_up cells;
};

/// Finds the nested values that rows of a list may have in common. The tuple
/// gets the keys that they are looked up by.
std::vector<common_values> find_common_values(list_sql& list);

/// Returns the statement that brings them once.
std::string once_form(plan::dialect dialect, const list_sql& list,
                      const std::vector<common_values>& common);

} // namespace troupe::compiler::planner
