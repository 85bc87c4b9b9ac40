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
  answer,  ///< what a function said, see `answer_member`
};

/// What one object type of a function's result is made of.
enum class answer_source : uint8_t {
  row,      ///< cells of the tuple
  entity,   ///< the JSON of the entity
  response, ///< the JSON of the response
  error,    ///< the JSON of an error that is data
};

/// One object type of the result of a function that is a mutation.
struct answer_member {
  std::string type; ///< of GraphQL
  answer_source source = answer_source::entity;
  /// `error`: the class of errors that it stands for; empty: any.
  std::string error_class;
  /// An object; of JSON the cell in column 0.
  plan::shape shape;
};

/// What a write does to rows that exist.
enum class write_kind : uint8_t {
  unknown, ///< anything
  adds,    ///< nothing: there are more of them
  updates,
  deletes,
};

/// Values that several rows of a list have in common: they come once for each
/// key.
struct look_up {
  std::vector<int32_t> keys;   ///< cells of a row that say which values it has
  std::vector<int32_t> values; ///< the cells that these belong in
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
  /// It may change rows of any model: what a function does is not known.
  bool writes_anything = false;
  /// `answer`: the types that the result can be of. Column 0 has the response
  /// as JSON, and `document_column` is the member of a plain row that is the
  /// entity.
  std::vector<answer_member> members;
  std::string document_column;
  write_kind change = write_kind::unknown;
  /// Seconds for which the answer may be kept, and whether for one user only
  /// (`@cacheControl`); -1: nothing was said.
  int32_t max_age = -1;
  bool one_user = false;
  /// The model whose one row it reads or writes, -1: there may be others. The
  /// parameters of `statement` with its primary key are in `key`.
  int32_t keyed = -1;
  std::vector<int32_t> key;
  /// `list`: the same rows with the same parameters, but what they have in
  /// common comes once, in rows of its own. The last cell of a row is the
  /// number of the look-up that it has the values of, from 1 on; 0: it is a row
  /// of the list, without them. Null: they have nothing in common.
  std::shared_ptr<const plan::statement> once;
  std::vector<look_up> look_ups;
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
