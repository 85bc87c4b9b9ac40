#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Everything that can go wrong, by who can act on it: the client that sent the
/// request (1-63), the operator who runs the node (64-191), or us (192-255).
enum class ec : uint8_t {
  none = 0,
  // -- the client --
  syntax_error = 1,            ///< The document does not parse.
  validation_failed,           ///< The document breaks a rule of the schema.
  bad_user_input,              ///< A variable or argument has a wrong value.
  bad_request,                 ///< The envelope (JSON, parameters) is wrong.
  operation_not_found,         ///< No operation, or not the one that was named.
  method_not_allowed,          ///< The HTTP method does not fit the operation.
  not_acceptable,              ///< No media type that the client accepts.
  unsupported_media_type,      ///< A request body of a type we do not read.
  payload_too_large,           ///< Body, header or document beyond its limit.
  limit_exceeded,              ///< A limit that has no code of its own.
  persisted_query_not_found,   ///< APQ: send the document once.
  unauthenticated,             ///< Credentials are missing or wrong.
  forbidden,                   ///< Known principal, not allowed.
  not_found,                   ///< No such path or thing.
  conflict,                    ///< A unique key or a version stands against it.
  constraint_violation,        ///< A foreign key, check or not-null refuses it.
  rate_limited,                ///< Too many requests; retry later.
  canceled,                    ///< The client went away.
  rolled_back,                 ///< Undone, as its transaction failed elsewhere.
  too_many_tokens,             ///< Limits of documents, one code each:
  too_deep,                    ///< nesting of fields,
  too_many_fields,             ///< fields with fragments expanded,
  too_many_aliases,            ///< aliased fields,
  too_many_root_fields,        ///< root fields,
  too_many_directives,         ///< directives,
  too_deep_introspection,      ///< lists in lists of `__schema`,
  too_costly,                  ///< expected rows,
  too_large_batch,             ///< operations in one request.
  persisted_query_unsupported, ///< Switched off: always send the document.
  persisted_query_mismatch,    ///< The document does not have the hash it has.
  document_not_trusted,        ///< Only documents compiled ahead may run.
  transaction_conflict,        ///< Another transaction was first; try again.
  // -- the operator --
  overloaded = 64,      ///< A bounded queue is full; retry later.
  timeout,              ///< The deadline passed.
  database_unavailable, ///< No connection to the database.
  database_error,       ///< The database refused the statement.
  schema_mismatch,      ///< Compiled schema and database differ.
  invalid_schema,       ///< SDL or schema file that does not hold.
  invalid_config,       ///< Flag or configuration file that does not hold.
  file_error,           ///< A file that cannot be read or written.
  address_in_use,       ///< The listen address is taken.
  shutting_down,        ///< The node drains.
  // -- us --
  internal = 192, ///< A bug; the log has the rest.
};

/// Returns the GraphQL `extensions.code` of an error code, e.g. `TIMEOUT`.
std::string_view code_name(ec code) noexcept;

/// A place in a text: 1-based line and column (in code points).
struct location {
  uint32_t line = 1;
  uint32_t column = 1;

  friend bool operator==(const location&, const location&) = default;
};

/// The constraint of a database that a write breaks.
struct violation {
  enum kind_type : uint8_t {
    unique,      ///< a row with this key exists
    not_null,    ///< a value is missing
    foreign_key, ///< the row it refers to does not exist
    referenced,  ///< other rows still refer to it
    check,
  };

  kind_type kind = check;
  std::string table;
  std::vector<std::string> columns; ///< empty if the database does not tell
};

/// What went wrong, in words for whoever can act on it. `detail` may be shown
/// to a client only for codes of the client range; the edge decides.
struct error {
  ec code = ec::internal;
  std::string detail;
  std::vector<location> locations;
  std::shared_ptr<const violation> broken = nullptr;
  /// The part of a script that failed, -1: none or not known.
  int32_t part = -1;
};

/// Prints `CODE: detail (line:column)`, for logs and command lines.
std::string to_string(const error& x);

} // namespace troupe
