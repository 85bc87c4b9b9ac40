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

/// What a write does to rows that exist.
enum class write_kind : uint8_t {
  unknown, ///< anything
  adds,    ///< nothing: there are more of them
  updates,
  deletes,
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
  write_kind change = write_kind::unknown;
  /// Seconds for which the answer may be kept, and whether for one user only
  /// (`@cacheControl`); -1: nothing was said.
  int32_t max_age = -1;
  bool one_user = false;
  /// The model whose one row it reads or writes, -1: there may be others. The
  /// parameters of `statement` with its primary key are in `key`.
  int32_t keyed = -1;
  std::vector<int32_t> key;
};

/// A list or row of the plan and how many rows it is expected to have for each
/// row of what surrounds it.
struct cost_node {
  int32_t parent = -1; ///< has a smaller number; -1: none
  int32_t leaf = -1;   ///< the variable leaf that limits it; -1: `rows`
  int64_t rows = -1;   ///< its limit, -1: it has none
};

struct later_parts;

/// An operation compiled for one structure of variables. Immutable, shared.
struct operation_plan {
  plan::operation operation = plan::operation::query;
  std::string name;
  std::vector<step> steps; ///< in response order
  /// Everything that reads rows, whatever surrounds it first.
  std::vector<cost_node> costs;
  /// The least of what its steps say of `max_age`; -1: one of them says
  /// nothing.
  int32_t max_age = -1;
  bool one_user = false;
  /// Mutations run their steps one after the other.
  bool serial = false;
  /// What @defer and @stream deliver later; null: nothing.
  std::shared_ptr<const later_parts> later;
  /// `@transaction`: one script for all steps; `answers` has for each step the
  /// part that answers it, or -1.
  std::shared_ptr<const statement> transaction;
  std::vector<int32_t> answers;
};

} // namespace troupe::plan
