#pragma once

#include "base/arena.hpp"
#include "compiler/planner/planner.hpp"
#include "graphql/types/collect_fields.hpp"

#include <algorithm>
#include <string>
#include <vector>

/// What the parts of the planner share while one operation is planned.
namespace troupe::compiler::planner {

using graphql::types::collected_field;
using graphql::types::input;

class later_planner;

struct session {
  const request& in;
  graphql::types::field_collector fields;
  arena memory;
  error failure{ec::none, {}, {}};
  std::vector<plan::cost_node> costs = {};
  int32_t cost_parent = -1; ///< what surrounds the next cost node
  /// Entries of the response path to the object that is planned; -1: whoever
  /// plans it does not keep count.
  int32_t depth = -1;
  later_planner* later = nullptr; ///< null: all comes at once
  /// Models that were looked at and say how long answers with them may be kept.
  mutable std::vector<const plan::model_def*> hinted = {};
  /// Places where scripts of this operation remember keys between their parts.
  size_t slots = 0;

  bool failed() const noexcept {
    return failure.code != ec::none;
  }

  void fail(uint32_t at, std::string why);

  plan::dialect dialect() const noexcept {
    return in.catalog.dialect;
  }

  const plan::model_def& model(int32_t index) const {
    const auto& m = in.catalog.models[static_cast<size_t>(index)];
    if ((m.cache.max_age >= 0 || m.cache.one_user)
        && std::ranges::find(hinted, &m) == hinted.end())
      hinted.push_back(&m);
    return m;
  }
};

/// Sets the depth of the response path while objects below are planned.
class depth_scope {
public:
  depth_scope(session& s, int32_t depth) : s_(s), outer_(s.depth) {
    s_.depth = depth;
  }

  ~depth_scope() {
    s_.depth = outer_;
  }

  depth_scope(const depth_scope&) = delete;
  depth_scope& operator=(const depth_scope&) = delete;

private:
  session& s_;
  int32_t outer_;
};

/// Notes what a list or row costs; what is planned during its life is inside
/// of it.
class cost_scope {
public:
  cost_scope(session& s, plan::cost_node x) : s_(s), outer_(s.cost_parent) {
    x.parent = outer_;
    s_.cost_parent = static_cast<int32_t>(s_.costs.size());
    s_.costs.push_back(x);
  }

  ~cost_scope() {
    s_.cost_parent = outer_;
  }

  cost_scope(const cost_scope&) = delete;
  cost_scope& operator=(const cost_scope&) = delete;

private:
  session& s_;
  int32_t outer_;
};

/// One statement under construction: its parameters and table aliases.
struct statement_scope {
  session& s;
  std::vector<plan::parameter> parameters;
  size_t aliases = 0;
  /// An author's SQL is part of it.
  bool opaque = false;

  std::string alias();

  /// Adds a parameter for a value and returns its placeholder.
  std::string
  bind(const input& value, const plan::column_type& type,
       plan::transform transform = plan::transform::none,
       std::vector<std::pair<std::string, std::string>> renames = {},
       int64_t most = 0);

  /// Adds a parameter that is described but for its value. Errors of a
  /// constant are at `at` in the document.
  std::string bind(const input& value, plan::parameter p, uint32_t at = 0);
};

struct window_rows;

/// A model's rows under an alias.
struct table_scope {
  const plan::model_def& model;
  std::string alias; ///< quoted
  /// The JSON object that the fields are in; empty: the model's document.
  std::string document = {};
  /// Where window functions over these rows go; null if these are no rows of a
  /// list.
  window_rows* windows = nullptr;

  /// `alias."column"`
  std::string column(int32_t index) const;

  /// The JSON object that document fields are in.
  std::string document_text() const {
    return document.empty() ? column(model.document) : document;
  }
};

/// The value of an argument of a root or relation field: what the document or
/// the variables give, or the default, or null if there is neither.
const input* argument_value(session& s, const collected_field& field,
                            const graphql::types::input_value& argument);

/// Returns the condition of a where input, empty if it demands nothing.
std::string condition(statement_scope& q, const table_scope& t,
                      const input& where);

/// Returns the condition `column = value`, null being a value.
std::string equality(statement_scope& q, const table_scope& t, int32_t column,
                     const input& value);

/// GraphQL name -> database value of an enum field, if they differ.
std::vector<std::pair<std::string, std::string>>
enum_renames(const session& s, const plan::model_def& m, int32_t column);

/// Returns an author's SQL with `{column}` replaced by the column of this row.
std::string expand_expression(const table_scope& t, std::string_view sql);

/// A sort key: an expression and its direction.
struct sort_key {
  std::string expression;
  std::string direction; ///< ` DESC NULLS LAST` and the like
  // -- what connections need to go on behind a row --
  bool descending = false;
  bool nulls_first = false;
  bool nullable = true;
  plan::column_type type = {}; ///< unknown: as the database sees it
  /// How far vectors are: an index that orders by it orders by nothing else.
  bool distance = false;
};

/// Makes a sort key of a word of `OrderDirection`.
sort_key sort_by(plan::dialect dialect, std::string expression,
                 std::string_view word);

/// Collects the sort keys of an orderBy argument; `joins` receives the joins
/// that keys of related rows need.
void order_keys(statement_scope& q, const table_scope& t, const input& order_by,
                std::vector<sort_key>& out, std::string& joins);

/// `a.x = b.y AND ...`
std::string join_condition(const plan::relation_def& r, const table_scope& from,
                           const table_scope& to);

} // namespace troupe::compiler::planner
