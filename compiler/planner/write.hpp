#pragma once

#include "compiler/authoring/writable.hpp"
#include "compiler/planner/roots.hpp"

#include <memory>
#include <string>
#include <vector>

/// What the mutations share (root_insert, root_update, root_delete).
///
/// A mutation is one statement where that gives the right answer, and otherwise
/// a script: statements that write and remember the keys of what they wrote,
/// and one that reads the answer by those keys. On PostgreSQL a slot is a
/// setting of the transaction, on SQLite the connection keeps it
/// (`troupe_remember`, `troupe_recall`).
namespace troupe::compiler::planner {

/// The statements of one root field.
struct write_script {
  const root_field& x;
  std::vector<std::shared_ptr<const plan::statement>> parts = {};
  /// Where in the arguments the part that comes next is given:
  /// `object.comments.data[1]`. Errors name it.
  std::string place = {};
  size_t depth = 0; ///< rows around that place

  session& s() const noexcept {
    return x.s;
  }

  /// Names a place to remember keys.
  std::string slot() {
    return "troupe.k" + std::to_string(x.s.slots++);
  }

  /// Adds a statement that stands at `place`; fails if there are too many.
  void add(statement_scope& q, std::string text);

  /// Refuses the root field; the words have the place.
  void fail(std::string why);
};

/// Goes to a member or an item of where a script is, for as long as it lives.
class place_scope {
public:
  place_scope(write_script& to, std::string_view member);
  place_scope(write_script& to, size_t item);

  ~place_scope() {
    to_.place.resize(outer_);
  }

  place_scope(const place_scope&) = delete;
  place_scope& operator=(const place_scope&) = delete;

private:
  write_script& to_;
  size_t outer_;
};

enum class change : uint8_t { insert, upsert, update, delete_ };

/// A statement that writes, without its RETURNING.
struct write_sql {
  const plan::model_def& model;
  planner::change change;
  std::string alias; ///< of the rows, in the text
  std::string text;
  /// Columns that are set, for the log.
  std::vector<int32_t> columns;
};

/// Returns the alias under which a write names its rows: SQLite knows no alias
/// in RETURNING.
table_scope target_of(statement_scope& q, const plan::model_def& model);

/// The key by which written rows are found again: the primary key and `more`
/// columns. Empty on PostgreSQL if there is no primary key; SQLite has row ids.
std::vector<std::string> slot_columns(const session& s,
                                      const plan::model_def& model,
                                      const std::vector<int32_t>& more);

/// Adds a statement that writes and remembers what it wrote in `slot`, with
/// `more_columns` besides the key. SQLite adds it to the slot `all` too, if
/// there is one.
void add_remembering(write_script& to, statement_scope& q, const write_sql& w,
                     const std::string& slot,
                     const std::vector<int32_t>& more_columns = {},
                     const std::string& all = {});

/// Returns the value of a column of the row that a slot remembers, as an
/// expression.
std::string remembered(const session& s, const plan::model_def& model,
                       const std::string& slot, int32_t column);

/// Whether the selection of rows of the model shows nothing but its columns.
bool plain(const session& s, const plan::model_def& model,
           const std::vector<collected_field>& selected);

/// What is selected of the rows themselves: below the field, or below its
/// `returning`.
std::vector<collected_field> selected_rows(const root_field& x, bool one);

/// The rows of `source` (`FROM ...`) as one value.
std::string nested_rows(plan::dialect dialect, const tuple& columns,
                        const std::string& source);

/// Ends a mutation that wrote one row: one statement if nothing came before
/// and the selection is plain, and otherwise a script with a last part that
/// reads the row.
void answer_one(write_script& to, statement_scope& q, const write_sql& w);

/// The same for many rows: `{affectedRows returning {...}}`.
void answer_many(write_script& to, statement_scope& q, const write_sql& w);

/// Adds the part that reads back what a slot remembers, and makes it the
/// answer. `one` selects the row's own fields, otherwise those of the
/// response.
void answer_from_slot(write_script& to, const plan::model_def& model,
                      const std::string& slot, bool one);

/// The rows that `w` wrote, under the name `w`, and the log of them: `WITH w
/// AS (...), logged AS (...)`.
std::string with_rows(statement_scope& q, const write_sql& w);

/// Returns the CTE that logs what `w` wrote, ` , logged AS (...)`, or nothing.
std::string log_rows(statement_scope& q, const write_sql& w);

/// Describes `{affectedRows returning {...}}`: the columns of a statement with
/// one row. `count` and `rows` are expressions; `fields` of the rows.
void describe_many(write_script& to, const std::string& count,
                   const std::string& rows, std::vector<plan::shape> fields,
                   std::string& select_list);

/// Gathers `column = value` pairs of an argument: an input object of the
/// author, a generated one, or a single value.
struct assignment {
  int32_t column;
  const input* value;
};

void read_assignments(const root_field& x, size_t argument, const input& value,
                      std::vector<assignment>& out);

/// Binds the value of a column to be written.
std::string bind_column(statement_scope& q, const plan::model_def& model,
                        int32_t column, const input& value);

/// A text of the schema as an SQL literal.
std::string text_literal(std::string_view x);

} // namespace troupe::compiler::planner
