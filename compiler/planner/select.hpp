#pragma once

#include "compiler/planner/scope.hpp"

#include <functional>

namespace troupe::compiler::planner {

/// Marks of nested tuples in the target list; see `top_level`.
inline constexpr std::string_view row_mark = "/*row*/";
inline constexpr std::string_view rows_mark = "/*rows*/";

/// A row that a to-one relation joins to each row of a list.
struct joined_row {
  std::string relation; ///< the text of the join, but for the alias
  std::string alias;
  std::vector<std::string> key; ///< expressions that say which row it is
  bool common = false; ///< several rows of the list may have the same one
};

/// The target list of one tuple: SQL expressions, each once.
class tuple {
public:
  /// Returns the position of an expression, adding it if it is new.
  int32_t add(const std::string& expression);

  /// Where a statement stood before something nested was added to it.
  struct mark {
    size_t aliases;
    size_t parameters;
  };

  /// The same for a subselect: one that was added before, but for its aliases
  /// and parameters, is used again, and what it took is given back.
  int32_t add_nested(statement_scope& q, std::string text, mark begin);

  /// Returns the alias that a to-one relation was joined by before, or an empty
  /// string, and then remembers this one.
  std::string join(joined_row fresh);

  /// Returns what is joined by an alias, null if nothing is.
  const joined_row* joined(std::string_view alias) const;

  const std::vector<std::string>& values() const noexcept {
    return values_;
  }

private:
  std::vector<std::string> values_;
  std::vector<std::pair<std::string, int32_t>> nested_;
  std::vector<joined_row> joins_;
};

/// Where the window functions of a list are computed.
struct window_rows {
  table_scope rows;  ///< of the list, not yet cut
  std::string outer; ///< alias they are read by; empty: in the same select
  tuple computed;    ///< `window0`, `window1`, ... of `outer`
  std::string joins; ///< that the orders of windows need
  /// The key of the field whose vectors `nearest` compares, and how far they
  /// are; empty without.
  std::string_view nearest = {};
  std::string distance = {};

  /// Adds what is computed where the list is not yet cut. Returns its position
  /// in `columns`, the tuple of what is asked for.
  int32_t add(tuple& columns, const std::string& expression);
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
  const input* distinct_on = nullptr;
  const input* nearest = nullptr; ///< vectors
  // -- aggregates --
  const input* group_by = nullptr;
  const input* having = nullptr;
  std::vector<std::pair<int32_t, const input*>> equals = {};
  /// The same for fields of a document.
  std::vector<std::pair<int32_t, const input*>> field_equals = {};
  bool single = false; ///< at most one row
  bool nested = false;
  /// @stream: only so many rows, or only those behind them.
  const input* take = nullptr;
  const input* skip = nullptr;
  uint32_t at = 0; ///< place in the document, for errors
  /// The field that selects, for interfaces and unions.
  const collected_field* field = nullptr;
  /// What the rows come from; empty: the table of the model.
  std::string source = {};
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
              std::string* joins, const collected_field* field = nullptr);

/// ` LIMIT ... OFFSET ...` of a list.
std::string limits(statement_scope& q, const list_request& x);

/// Shapes `<relation>Aggregate` of a row.
void aggregate_field(statement_scope& q, const table_scope& t,
                     const collected_field& f,
                     const graphql::types::field& definition,
                     const plan::field_def& d, tuple& columns,
                     plan::shape& out);

/// Shapes `window` of a row.
void window_field(statement_scope& q, const table_scope& t,
                  const collected_field& f,
                  const graphql::types::field& definition, tuple& columns,
                  plan::shape& out);

/// Shapes a row of an interface or union: one of its variants.
std::vector<plan::shape> select_variants(statement_scope& q,
                                         const table_scope& t,
                                         const collected_field& field,
                                         tuple& columns, std::string* joins);

/// Fills what the arguments of a field ask of a list or an aggregate.
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

/// Returns the ` AS ...` of cell `i` by which SQLite's driver learns that a
/// value has nested tuples; empty if it has none, or needs no name.
std::string tuple_name(plan::dialect dialect, std::string_view value, size_t i);

/// Returns `SELECT a, b, ...` of a tuple at the top of a statement.
std::string top_level(plan::dialect dialect, const tuple& columns);

} // namespace troupe::compiler::planner
