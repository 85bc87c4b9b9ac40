#pragma once

#include "compiler/planner/update.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Writes to rows that are related to others which the same script writes:
/// nested inserts and nested updates, each of which may hold the other.
///
/// Each statement remembers the rows it wrote or found in a slot; what is
/// nested in them refers to the slot. So one script serves however many rows
/// there are, and none.
namespace troupe::compiler::planner {

/// Rows that a script has written or found before.
struct remembered_rows {
  const plan::model_def* model = nullptr;
  std::string slot;
  /// There is exactly one; otherwise any number, also none.
  bool one = true;
};

/// Goes to a relation of the rows that a script is at, for as long as it lives;
/// fails if that is too deep.
class relation_scope {
public:
  relation_scope(write_script& to, std::string_view field);

  ~relation_scope() {
    --to_.depth;
  }

  relation_scope(const relation_scope&) = delete;
  relation_scope& operator=(const relation_scope&) = delete;

private:
  write_script& to_;
  place_scope place_;
};

/// The member of an object, null if it is not given or null.
const input* given(const input& x, std::string_view name);

/// The items of a list; a single value is one.
std::span<const input> items_of(const input& x);

/// The relation that a field of an input stands for; null: it stands for none,
/// or null was given.
const plan::relation_def* given_relation(const plan::model_def& m,
                                         const graphql::types::input_field& f);

/// Notes that rows of the relation's model change.
void touch(write_script& to, const plan::relation_def& r);

// -- slots (slots.cpp) --------------------------------------------------------

/// Returns the rows of a slot as an item of FROM.
std::string slot_source(const session& s, const remembered_rows& x,
                        const std::vector<int32_t>& columns);

/// A column of them.
std::string slot_column(const session& s, const plan::model_def& m,
                        int32_t column);

/// `slot <> '[]'`
std::string slot_filled(const session& s, const remembered_rows& x);

/// The condition that ties rows of `t` to rows that have the relation.
std::string tie(const session& s, const table_scope& t,
                const plan::relation_def& r, const remembered_rows& of);

/// The condition that rows of `t` are among those remembered. Fails if the
/// table has no key.
std::string among(write_script& to, const table_scope& t,
                  const remembered_rows& x);

/// What must be so for a script to go on, and what it fails with if not.
enum class demand : uint8_t {
  some,   ///< there are such rows
  single, ///< there is one, not several
};

/// Adds a statement that fails unless the rows fulfil the demand. If `of` has
/// no rows there need be none.
void add_demand(write_script& to, const remembered_rows& x, demand what,
                const remembered_rows* of = nullptr);

/// Which rows, as a condition over them.
using which_rows =
  std::function<std::string(statement_scope&, const table_scope&)>;

/// Adds a statement that only finds rows and remembers them with `more`
/// columns. PostgreSQL locks them if they are to be changed; SQLite adds them
/// to the slot `all` too, if there is one.
remembered_rows find_rows(write_script& to, const plan::model_def& m,
                          const which_rows& which,
                          const std::vector<int32_t>& more, bool lock,
                          const std::string& all = {});

// -- nested_update.cpp --------------------------------------------------------

/// Columns of a row that the relations in `nested` go by.
std::vector<int32_t> links_in(const plan::model_def& m, const input& nested);

/// Changes rows that are related to those that were written.
void change_related(write_script& to, const remembered_rows& of,
                    const input& nested);

/// Finds the row that others are to refer to, and changes it as `changes` says;
/// null: not at all.
remembered_rows connect_parent(write_script& to, const plan::relation_def& r,
                               const input& where, const input* changes,
                               const remembered_rows* only_if);

/// Has rows refer to the one of `of`.
void connect_children(write_script& to, const remembered_rows& of,
                      const plan::relation_def& r, const input& where);

/// Changes some of the rows that refer to those of `of`.
void update_children(write_script& to, const remembered_rows& of,
                     const plan::relation_def& r, const input& updates);

// -- insert_rows.cpp ----------------------------------------------------------

/// Inserts or finds the row that `value` ({data, onConflict} or {connect, ...})
/// has for a to-one relation.
remembered_rows insert_parent(write_script& to, const plan::relation_def& r,
                              const input& value,
                              const remembered_rows* only_if);

/// Inserts rows of a to-many relation of rows that were written, for each of
/// them: `value` is {data, onConflict, connect, update}.
void insert_children(write_script& to, const remembered_rows& of,
                     const plan::relation_def& r, const input& value);

} // namespace troupe::compiler::planner
