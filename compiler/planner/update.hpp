#pragma once

#include "compiler/planner/write.hpp"

#include <string>
#include <vector>

namespace troupe::compiler::planner {

/// An UPDATE under construction: what is set in which rows.
class update_builder {
public:
  update_builder(write_script& to, statement_scope& q, const table_scope& t)
    : to_(to), x_(to.x), q_(q), t_(t) {
    // nop
  }

  /// Reads the arguments of the root field.
  void arguments();

  /// Reads one input of changes: `set`, `increase`, `append` or `delete_key`.
  void changes(plan::argument_role how, const input& value);

  /// Reads the changes that an object has under the names of the arguments.
  void changes_in(const input& object);

  /// Sets a column to an expression.
  void put(int32_t column, const std::string& expression);

  /// Restricts the rows.
  void narrow(const std::string& condition);

  bool empty() const noexcept {
    return sets_.empty();
  }

  /// Returns ` WHERE ...`, or nothing. Expectations come last and only where
  /// the rest holds: they fail the statement rather than finding nothing.
  std::string where() const;

  /// Returns the statement; fails if nothing is set.
  write_sql finish();

private:
  void argument(size_t i, const input& value);
  void set(plan::argument_role how, const assignment& a);
  std::string name_of(int32_t column) const;
  std::string value(plan::argument_role how, const assignment& a);
  std::string json(int32_t column, std::string x) const;
  void expect(size_t i, const input& value);

  write_script& to_;
  const root_field& x_;
  statement_scope& q_;
  const table_scope& t_;
  std::string sets_;
  std::string where_;
  std::string expected_;
  std::vector<int32_t> columns_;
};

/// An update of one row with changes of rows that are related to it
/// (nested_update.cpp).
void plan_nested_update(const root_field& x, const input& nested);

} // namespace troupe::compiler::planner
