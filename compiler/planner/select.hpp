#pragma once

#include "compiler/planner/scope.hpp"

#include <functional>

namespace troupe::compiler::planner {

/// Marks of nested tuples in the target list; see `top_level`.
inline constexpr std::string_view row_mark = "/*row*/";
inline constexpr std::string_view rows_mark = "/*rows*/";

/// The target list of one tuple: SQL expressions, each once.
class tuple {
public:
  /// Returns the position of an expression, adding it if it is new.
  int32_t add(const std::string& expression);

  const std::vector<std::string>& values() const noexcept {
    return values_;
  }

private:
  std::vector<std::string> values_;
};

/// Where the rows of a list come from and what is asked of them.
struct list_request {
  const plan::model_def& model;
  /// The condition that ties the rows to what surrounds them; may be empty.
  std::function<std::string(const table_scope&)> tie;
  const input* where = nullptr;
  const input* order_by = nullptr;
  const input* limit = nullptr;
  const input* offset = nullptr;
  // -- connections --
  const input* first = nullptr;
  const input* after = nullptr;
  const input* last = nullptr;
  const input* before = nullptr;
  std::vector<std::pair<int32_t, const input*>> equals = {};
  /// The same for fields of a document.
  std::vector<std::pair<int32_t, const input*>> field_equals = {};
  bool single = false; ///< at most one row
  bool nested = false;
  /// @stream: only so many rows, or only those behind them.
  const input* take = nullptr;
  const input* skip = nullptr;
  uint32_t at = 0; ///< place in the document, for errors
};

/// A list compiled: `SELECT <tuple> <from>`.
struct list_sql {
  tuple columns;
  std::string from;
  std::vector<plan::shape> fields;
};

/// Compiles a list with everything that is selected below it.
list_sql select_list(statement_scope& q, const list_request& x,
                     const std::vector<collected_field>& selected);

/// Returns the shape of an object's fields, adding what they need to `columns`
/// and `joins`. Without `joins` (null) related rows come from subselects.
std::vector<plan::shape>
select_fields(statement_scope& q, const table_scope& t,
              const std::vector<collected_field>& selected, tuple& columns,
              std::string* joins);

/// Fills what the arguments of a field ask of a list.
void read_arguments(session& s, const collected_field& field,
                    const graphql::types::field& definition,
                    const std::vector<plan::argument_def>& arguments,
                    list_request& out);

/// How many values a nested tuple may have on SQLite: SQLITE_MAX_FUNCTION_ARG
/// is 127 in Debian's build.
constexpr size_t most_nested_values = 120;

/// Sets key, name, type and place of a field's shape.
void describe(session& s, const collected_field& field,
              const graphql::types::field& definition, std::string_view parent,
              plan::shape& out);

/// Returns `SELECT a, b, ...` of a tuple at the top of a statement.
std::string top_level(plan::dialect dialect, const tuple& columns);

} // namespace troupe::compiler::planner
