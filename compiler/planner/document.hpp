#pragma once

#include "compiler/planner/select.hpp"

/// Rows whose values stand in one JSON document. Filters and orders reach into
/// it by SQL, or take the column beside it where there is one; the answer is
/// cut from its bytes by the projection.
namespace troupe::compiler::planner {

/// A value that can be compared and sorted by.
struct operand {
  std::string text;
  plan::column_type type;
  bool nullable = true;
  /// Not a bare column: SQLite then has no affinity to go by.
  bool computed = false;
  /// GraphQL name -> database value of an enum, if they differ.
  std::vector<std::pair<std::string, std::string>> renames = {};
  /// What is null if the value is, where `text` is not: JSON's own null.
  std::string present = {};

  const std::string& null_text() const noexcept {
    return present.empty() ? text : present;
  }
};

/// Returns what a field of a column, an expression or a document is in SQL.
operand operand_of(const session& s, const table_scope& t,
                   const plan::field_def& f);

/// GraphQL name -> value in the document of an enum field, if they differ.
std::vector<std::pair<std::string, std::string>>
document_renames(const session& s, const plan::field_def& f);

/// Returns the JSON at a field, for filters that work on JSON itself.
std::string document_json(plan::dialect dialect, const table_scope& t,
                          const plan::field_def& f);

/// Returns the scope of an object within a document.
table_scope within_document(const session& s, const table_scope& t,
                            const plan::field_def& f);

/// Returns the condition that a field of the model equals a value.
std::string field_equality(statement_scope& q, const table_scope& t,
                           int32_t field, const input& value);

/// Whether a field is an object or a list of objects within the document.
bool is_object(const session& s, const plan::field_def& f);

/// Returns the shape of a field in the document that the cell `column` has.
plan::shape document_shape(statement_scope& q, const plan::model_def& model,
                           const collected_field& field,
                           const graphql::types::field& definition,
                           int32_t column);

/// Returns the shapes of fields of an object that the JSON in cell `column` is.
std::vector<plan::shape>
document_fields(statement_scope& q, const graphql::types::type& type,
                const std::vector<collected_field>& selected, int32_t column);

/// Returns the shape of rows of an interface or union: the document of each
/// says of which type it is.
std::vector<plan::shape> document_of_several(statement_scope& q,
                                             const table_scope& t,
                                             const collected_field& field,
                                             tuple& columns);

/// Returns the scalar that a type's values are those of: `Int` of an author's
/// scalar with that base. Empty: whatever the document has.
std::string_view scalar_base(const session& s,
                             const graphql::types::type& core) noexcept;

/// Whether a field is not for whoever asks: null then, or an error.
bool hidden(session& s, const plan::field_def& f, plan::shape& out);

/// The same where a request compares or orders by it: an error.
void check_visible(session& s, const plan::field_def& f);

/// Joins neighbours that come from the same document, so that it is read once.
void join_document_parts(std::vector<plan::shape>& fields);

} // namespace troupe::compiler::planner
