#pragma once

#include "base/error.hpp"
#include "plan/rows.hpp"
#include "runtime/field_error.hpp"

#include <string>
#include <string_view>

namespace troupe::runtime {

/// What a function that is a mutation says: FraiseQL's mutation_response in
/// its form of 13 columns or the older one of 8, told apart by the names of
/// the columns, or a plain row. The views are JSON text within the answer,
/// empty where it has nothing or null.
struct function_response {
  bool succeeded = true;
  bool changed = true;
  std::string error_class; ///< of a failure
  std::string message;
  int32_t http_status = 0; ///< 0: none
  std::string entity_type;
  std::string_view entity;
  std::string_view error_detail;
  std::string_view metadata;
  /// The answer with the names of the form of 13 columns, and `status`.
  std::string json;
  /// What breaks the rules of the form; empty: nothing.
  std::string broken;
};

/// Reads an answer; `document_column` is the member of a plain row that is the
/// entity, if it has one. Rules of the form of 13 columns: what succeeded has
/// no error class, what failed has one and has changed nothing, and an HTTP
/// status is from 100 to 599.
function_response read_response(std::string_view json,
                                std::string_view document_column);

/// The GraphQL error that a failure is: its code and status are those of the
/// class.
field_error failure_of(const function_response& x);

/// The JSON of a failure that is data: members of its detail, beside
/// `message`, `status`, `code`, `http_status` and what else the response has.
std::string failure_json(const function_response& x);

/// Within a transaction of several mutations a function that refuses is an
/// error of the database that has its answer in it. Returns it as the row that
/// the function would have returned; null for any other error.
plan::row_set_ptr refusal_in(const error& x);

} // namespace troupe::runtime
