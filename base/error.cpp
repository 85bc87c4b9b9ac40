#include "base/error.hpp"

namespace troupe {

std::string_view code_name(ec code) noexcept {
  switch (code) {
    case ec::none:
      return "NONE";
    case ec::syntax_error:
      return "GRAPHQL_PARSE_FAILED";
    case ec::validation_failed:
      return "GRAPHQL_VALIDATION_FAILED";
    case ec::bad_user_input:
      return "BAD_USER_INPUT";
    case ec::bad_request:
      return "BAD_REQUEST";
    case ec::operation_not_found:
      return "OPERATION_RESOLUTION_FAILURE";
    case ec::method_not_allowed:
      return "METHOD_NOT_ALLOWED";
    case ec::not_acceptable:
      return "NOT_ACCEPTABLE";
    case ec::unsupported_media_type:
      return "UNSUPPORTED_MEDIA_TYPE";
    case ec::payload_too_large:
      return "PAYLOAD_TOO_LARGE";
    case ec::limit_exceeded:
      return "LIMIT_EXCEEDED";
    case ec::persisted_query_not_found:
      return "PERSISTED_QUERY_NOT_FOUND";
    case ec::unauthenticated:
      return "UNAUTHENTICATED";
    case ec::forbidden:
      return "FORBIDDEN";
    case ec::not_found:
      return "NOT_FOUND";
    case ec::conflict:
      return "CONFLICT";
    case ec::constraint_violation:
      return "CONSTRAINT_VIOLATION";
    case ec::rate_limited:
      return "RATE_LIMITED";
    case ec::canceled:
      return "CANCELED";
    case ec::too_many_tokens:
      return "TOKEN_LIMIT_EXCEEDED";
    case ec::too_deep:
      return "DEPTH_LIMIT_EXCEEDED";
    case ec::too_many_fields:
      return "FIELD_LIMIT_EXCEEDED";
    case ec::too_many_aliases:
      return "ALIAS_LIMIT_EXCEEDED";
    case ec::too_many_root_fields:
      return "ROOT_FIELD_LIMIT_EXCEEDED";
    case ec::too_many_directives:
      return "DIRECTIVE_LIMIT_EXCEEDED";
    case ec::too_deep_introspection:
      return "INTROSPECTION_LIMIT_EXCEEDED";
    case ec::too_costly:
      return "COST_LIMIT_EXCEEDED";
    case ec::too_large_batch:
      return "BATCH_LIMIT_EXCEEDED";
    case ec::persisted_query_unsupported:
      return "PERSISTED_QUERY_NOT_SUPPORTED";
    case ec::persisted_query_mismatch:
      return "PERSISTED_QUERY_HASH_MISMATCH";
    case ec::document_not_trusted:
      return "DOCUMENT_NOT_TRUSTED";
    case ec::rolled_back:
      return "ROLLED_BACK";
    case ec::transaction_conflict:
      return "TRANSACTION_CONFLICT";
    case ec::overloaded:
      return "OVERLOADED";
    case ec::timeout:
      return "TIMEOUT";
    case ec::database_unavailable:
      return "DATABASE_UNAVAILABLE";
    case ec::database_error:
      return "DATABASE_ERROR";
    case ec::schema_mismatch:
      return "SCHEMA_MISMATCH";
    case ec::invalid_schema:
      return "INVALID_SCHEMA";
    case ec::invalid_config:
      return "INVALID_CONFIG";
    case ec::file_error:
      return "FILE_ERROR";
    case ec::address_in_use:
      return "ADDRESS_IN_USE";
    case ec::shutting_down:
      return "SHUTTING_DOWN";
    case ec::internal:
      return "INTERNAL_SERVER_ERROR";
  }
  return "INTERNAL_SERVER_ERROR";
}

std::string to_string(const error& x) {
  std::string out{code_name(x.code)};
  out += ": ";
  out += x.detail;
  for (const auto& at : x.locations) {
    out += " (";
    out += std::to_string(at.line);
    out += ':';
    out += std::to_string(at.column);
    out += ')';
  }
  return out;
}

} // namespace troupe
