#pragma once

#include "messages/query.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::transport {

/// The media types of responses (GraphQL over HTTP, "Media Types").
enum class media_type : uint8_t {
  json,
  graphql_response,
  json_lines, ///< of an export; its errors come as `graphql_response`
  ndjson      ///< the same by its other name
};

std::string_view to_string(media_type x) noexcept;

/// What counts of an HTTP request to `/graphql`.
struct http_request {
  std::string_view method;
  std::string_view target; ///< with its query string
  std::string_view content_type;
  std::string_view accept;
  bool has_accept = false;
  std::string_view body;
  bool lines = false; ///< an export: rows are wanted as lines
};

/// The operations an HTTP request carries, or the answer that refuses it.
struct envelope {
  media_type media = media_type::json;
  bool batch = false;
  /// Whether the client takes an answer in parts, and in which format.
  messages::incremental_format parts = messages::incremental_format::none;
  std::vector<std::shared_ptr<messages::graphql_request>> requests;
  /// Not 0: refused with this status.
  unsigned status = 0;
  error why{ec::none, {}, {}};
  std::string_view allow = {}; ///< of a 405
};

/// Reads the envelope of a GraphQL request (GraphQL over HTTP, "Request").
/// `max_batch` is the longest array of operations; 0 refuses arrays.
envelope parse_envelope(const http_request& x, size_t max_batch);

/// Returns the media type to answer with, or nothing if none is accepted.
std::optional<media_type> negotiate(std::string_view accept);

/// The same for an export.
std::optional<media_type> negotiate_lines(std::string_view accept);

/// Returns how the client takes parts that come later (`multipart/mixed`).
messages::incremental_format accepts_parts(std::string_view accept);

/// Returns the status of a finished operation.
unsigned status_of(media_type media, const messages::graphql_response& x);

/// Returns the body of a refused request: `{"errors":[...]}`.
std::string error_body(const error& why);

} // namespace troupe::transport
