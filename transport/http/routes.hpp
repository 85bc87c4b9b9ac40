#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace troupe::transport {

/// A ready answer to a request that is not GraphQL. Body and headers are
/// shared, so that static files are never copied.
struct reply {
  unsigned status = 404;
  std::string_view content_type = "text/plain; charset=utf-8";
  std::string_view body;
  std::shared_ptr<const void> owner; ///< keeps `body`; null for static data
  std::string_view etag;
  bool gzip = false; ///< `body` is gzip data
};

struct route_request {
  std::string_view method;
  std::string_view path; ///< without the query string
  std::string_view if_none_match;
  bool accepts_gzip = false;
  std::string_view authorization;
  bool loopback = false; ///< the client is on this machine
  std::string_view content_type;
  std::string_view body;
};

/// Answers everything but `/graphql`. Must not block; any reactor may call it.
using route_handler = std::function<reply(const route_request&)>;

/// A reply that owns its text.
inline reply text_reply(unsigned status, std::string_view content_type,
                        std::string text) {
  auto owner = std::make_shared<const std::string>(std::move(text));
  reply out;
  out.status = status;
  out.content_type = content_type;
  out.body = *owner;
  out.owner = owner;
  return out;
}

} // namespace troupe::transport
