#pragma once

#include "plan/catalog.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The conditions of FraiseQL's filters: which a type takes, and by what other
/// names they go.
namespace troupe::compiler::authoring {

struct filter_operator {
  std::string_view name;
  /// Type of the operand in GraphQL; empty: a value of the filtered type, `[]`:
  /// a list of them.
  std::string_view operand;
};

/// Which conditions there are on top of comparison and tests for null.
enum class filter_family : uint8_t {
  plain,
  text,
  network,
  tree,
  json,
  list,    ///< of scalars
  objects, ///< a list of objects
  vector,
  bits, ///< vectors that are written as text
};

/// Whether a column holds vectors of pgvector, and whether these are written as
/// text rather than as lists of numbers.
bool vector_column(const plan::column_type& type) noexcept;
bool text_vector(const plan::column_type& type) noexcept;

/// How a model's vectors are written.
enum class vector_form : uint8_t { none, numbers, text, both };

vector_form vectors_of(const plan::model_def& m) noexcept;

/// The family of a scalar that is not an enum.
filter_family filter_family_of(std::string_view scalar) noexcept;

/// All conditions of a family, in the order in which they are listed.
std::vector<filter_operator> filter_operators(filter_family family);

/// The other names that FraiseQL takes for a condition: `ne` for `neq`, and
/// `arrayContains` for `array_contains`.
std::vector<std::string> other_operator_names(std::string_view name);

/// The name that such a name stands for; any other name as it is.
std::string_view operator_of(std::string_view name) noexcept;

} // namespace troupe::compiler::authoring
