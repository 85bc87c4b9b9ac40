#pragma once

#include "plan/catalog.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What of a model can be written, and under which names: the generated inputs
/// and the planner agree on it here.
namespace troupe::compiler::authoring {

/// A column in the inputs of a model.
struct writable_column {
  std::string name; ///< of the input field
  std::string type; ///< nullable notation
  int32_t column = -1;
};

/// Returns the columns that inputs show: those of fields under the fields'
/// names, and others, like hidden foreign keys, in camelCase. Generated columns
/// are left out.
std::vector<writable_column> writable_columns(const plan::model_def& m);

/// Returns the relation field of this name, or null.
const plan::field_def* relation_named(const plan::model_def& m,
                                      std::string_view name);

/// Whether an update may change rows that are related to the row.
bool has_nested(const plan::lazy_list<plan::model_def>& models,
                const plan::model_def& m) noexcept;

/// Whether the column can be incremented.
bool is_number(plan::base_type x) noexcept;

bool is_json(plan::base_type x) noexcept;

/// Which changes beside new values a model has columns for: `inc`; `append` and
/// `deleteKey`.
struct possible_changes {
  bool numbers = false;
  bool json = false;
};

possible_changes changes_of(const plan::model_def& m);

} // namespace troupe::compiler::authoring
