#pragma once

#include "compiler/planner/nesting.hpp"

#include <string>
#include <vector>

namespace troupe::compiler::planner {

/// A column and what goes into it: a value of the client, or an expression
/// that names a row written before.
struct insert_cell {
  int32_t column;
  const input* value;
  std::string expression;
};

/// One row to insert, with what goes before and after it.
struct insert_row {
  std::vector<insert_cell> cells;
  struct related {
    const plan::relation_def* relation;
    std::string_view field;
    const input* value; ///< {data, onConflict, connect, ...}
  };
  std::vector<related> parents;
  std::vector<related> children;
};

/// Reads an input object of a model.
insert_row read_row(const plan::model_def& m, const input& object);

/// Returns the INSERT of rows. With `of` there is one for each row of it:
/// of `by` they take the columns that they refer with.
write_sql insert_sql(write_script& to, statement_scope& q,
                     const plan::model_def& m,
                     const std::vector<insert_row*>& rows,
                     const input* conflict, const remembered_rows* of = nullptr,
                     const plan::relation_def* by = nullptr);

/// What a row that is inserted with others depends on.
struct insert_context {
  const input* conflict = nullptr;  ///< `onConflict`
  std::vector<int32_t> needed = {}; ///< columns to remember
  std::string all = {}; ///< SQLite: another slot that remembers the row
  /// Set: it is inserted for each of these rows that it refers to by `by`, or
  /// without `by` if there are any.
  const remembered_rows* of = nullptr;
  const plan::relation_def* by = nullptr;
  bool found = false; ///< the row that exists is wanted if none is inserted
};

/// Adds the statements of one row and all that is nested in it, parents first.
remembered_rows insert_with_related(write_script& to, const plan::model_def& m,
                                    insert_row& row, insert_context x);

// -- conflict.cpp -------------------------------------------------------------

/// ` ON CONFLICT ...` of `onConflict`; null: nothing.
std::string on_conflict(write_script& to, statement_scope& q,
                        const table_scope& t, const input* x);

/// Whether a row that exists is left alone, so that nothing is returned.
bool may_leave_alone(const input* conflict);

/// Adds what finds the row that was inserted, or was there already.
remembered_rows find_conflicting(write_script& to, const plan::model_def& m,
                                 const insert_row& row,
                                 const insert_context& x);

} // namespace troupe::compiler::planner
