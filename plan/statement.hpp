#pragma once

#include "plan/rows.hpp"
#include "plan/types.hpp"

#include <cstdint>
#include <forward_list>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::plan {

/// A value on its way into a statement. Text is borrowed.
enum class bound_kind : uint8_t { null, boolean, integer, real, text };

struct bound_value {
  bound_kind kind = bound_kind::null;
  bool boolean = false;
  int64_t integer = 0;
  double real = 0;
  /// `text`: UTF-8 that the database casts to the parameter's type. Lists come
  /// as text too: an array literal for PostgreSQL, a JSON array for SQLite.
  std::string_view text;
};

/// The parameters of one execution, with the memory they point to.
struct bound_values {
  std::vector<bound_value> values;
  /// Texts that `values` point to; they never move.
  std::forward_list<std::string> texts;
  /// Whatever else `values` point to.
  std::shared_ptr<const void> memory;
  /// Of a script whose last part writes what the rows of the others say: makes
  /// its values of them, within the transaction. Called by whoever runs it, on
  /// any thread; null: all values are known.
  std::function<std::shared_ptr<const bound_values>(const row_set_ptr&)>
    last_part;
};

/// How a request's value becomes a parameter.
enum class transform : uint8_t {
  none,
  list,        ///< a list leaf: one parameter for all items
  contains,    ///< %x% with LIKE's own characters escaped
  starts_with, ///< x%
  ends_with,   ///< %x
  regex,       ///< a pattern of bounded length
  json_path,   ///< keys as a path of SQLite: $."a"[0]
  row_count,   ///< a limit or offset: not negative, at most `most`
  cursor_part, ///< value `part` of a cursor of `ordering`
  node_part,   ///< value `part` of the key in a global id of type `scope`,
               ///< null for ids of other types; lists become lists
};

struct parameter {
  /// Number of the variable leaf, or -1 for `constant`.
  int32_t leaf = -1;
  /// The literal from the document; texts are in `constant_text`.
  bound_value constant;
  std::string constant_text;
  column_type type;
  plan::transform transform = plan::transform::none;
  /// `row_count`: the largest that is allowed, 0: any.
  int64_t most = 0;
  /// `cursor_part`, `node_part`
  uint32_t part = 0;
  uint32_t ordering = 0;
  std::string scope;
  /// GraphQL enum name -> database value, for enum columns whose names differ.
  std::vector<std::pair<std::string, std::string>> renames;
};

/// How executions of one statement become one.
enum class merge_form : uint8_t {
  none,
  /// `= ANY($1)`: the parameters are integer keys of at most one row each; the
  /// last column of a row is its key.
  keys,
  /// A join with the sets of parameters, one array for each parameter; the last
  /// column of a row is the number of its set, from 1 on.
  sets,
};

/// One SQL statement, ready to be prepared.
struct statement {
  plan::dialect dialect = plan::dialect::sqlite;
  std::string sql;
  std::vector<parameter> parameters;
  /// Identifies the text within a node: drivers key prepared statements by it.
  uint64_t id = 0;
  bool writes = false;
  /// An author's SQL is part of it, which may read anything.
  bool opaque = false;

  // -- scripts ----------------------------------------------------------------

  /// Not empty: these run one after the other in one transaction, all or none.
  /// `sql` shows them all; `parameters` and the bound values are theirs, one
  /// after the other. The rows are those of part `answer`, and `row_set::part`
  /// has those of the others.
  std::vector<std::shared_ptr<const statement>> parts;
  size_t answer = 0;
  /// Of a part that writes: where in the arguments of the root field stands
  /// what it writes, `object.comments.data[1]`. Empty: nowhere of its own.
  std::string place;

  // -- running together -------------------------------------------------------

  /// Whether equal executions that wait together may share one: nothing in it
  /// is an author's SQL, which may call volatile functions.
  bool repeatable = false;
  /// The same select for many executions at once, see `merge`.
  std::string merged_sql;
  plan::merge_form merge = merge_form::none;
  /// The most executions to merge.
  uint32_t merged_most = 0;
};

} // namespace troupe::plan
