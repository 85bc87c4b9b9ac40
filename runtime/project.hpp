#pragma once

#include "base/bytes.hpp"
#include "graphql/language/parser.hpp"
#include "plan/operation.hpp"
#include "plan/rows.hpp"
#include "runtime/delivery.hpp"
#include "runtime/field_error.hpp"

#include <vector>

namespace troupe::runtime {

/// Writes the value of a root field from its rows; parts that come later and
/// begin there go to `found`. A null in a non-null place
/// becomes an error and the nearest nullable parent null (specification
/// §6.4.4). Returns false if the root field itself had to be null but may not;
/// nothing is written then.
bool project(bytes& out, const plan::step& step, const plan::row_set& rows,
             const graphql::language::document& document,
             std::vector<field_error>& errors,
             std::vector<occurrence>* found = nullptr);

/// Writes an object from one row. `path` is its place in the response; parts
/// that begin inside of it go to `found`. Returns false if it had to be null.
bool project_object(bytes& out, const plan::shape& shape,
                    const plan::row_set& rows, size_t row,
                    const response_path& path,
                    const graphql::language::document& document,
                    std::vector<field_error>& errors,
                    std::vector<occurrence>& found);

/// Writes rows `first` to `end` as items of the list at `path`, without
/// brackets; the first has the given index there.
bool project_rows(bytes& out, const plan::step& step, const plan::row_set& rows,
                  size_t first, size_t end, const response_path& path,
                  size_t index, const graphql::language::document& document,
                  std::vector<field_error>& errors,
                  std::vector<occurrence>& found);

/// Writes all rows as lines of JSON; the first has the given index among the
/// items of the root field. What had to be null is the line `null`.
void project_lines(bytes& out, const plan::step& step,
                   const plan::row_set& rows, size_t index,
                   const graphql::language::document& document,
                   std::vector<field_error>& errors);

/// Does what `project_rows` does for all items of the nested list of one row;
/// `count` receives how many there were.
bool project_items(bytes& out, const plan::shape& list,
                   const plan::row_set& rows, size_t row,
                   const response_path& path, size_t index,
                   const graphql::language::document& document,
                   std::vector<field_error>& errors,
                   std::vector<occurrence>& found, size_t& count);

} // namespace troupe::runtime
