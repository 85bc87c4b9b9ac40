#pragma once

#include "plan/catalog.hpp"
#include "plan/shape.hpp"
#include "plan/statement.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace troupe::plan {

/// Where the value of a root field comes from.
enum class step_kind : uint8_t {
  literal, ///< `shape.literal`: introspection, `__typename`
  list,    ///< all rows of the statement
  one,     ///< the first row, null if there is none
  scalar,  ///< the first cell of the first row
};

/// One root field of an operation.
struct step {
  step_kind kind = step_kind::list;
  /// What a row looks like; for `scalar` the value, for `literal` the text. Its
  /// `key`, `name`, `nullable` and `at` are those of the root field.
  plan::shape shape;
  bool list_nullable = true; ///< `list`: whether the list itself may be null
  std::shared_ptr<const plan::statement> statement;
  /// Models whose rows it changes: what is cached of them is old when it is
  /// done.
  std::vector<int32_t> writes;
  /// Estimated rows read, for cost limits and `explain`.
  double cost = 0;
};

/// An operation compiled for one structure of variables. Immutable, shared.
struct operation_plan {
  plan::operation operation = plan::operation::query;
  std::string name;
  std::vector<step> steps; ///< in response order
  /// Mutations run their steps one after the other.
  bool serial = false;
  /// `@transaction`: one script for all steps; `answers` has for each step the
  /// part that answers it, or -1.
  std::shared_ptr<const statement> transaction;
  std::vector<int32_t> answers;
};

} // namespace troupe::plan
