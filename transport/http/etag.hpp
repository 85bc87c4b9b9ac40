#pragma once

#include <string>
#include <string_view>

namespace troupe::transport {

/// Returns a weak entity tag for a body (RFC 9110 §8.8.3): weak because the
/// same answer may be sent in several codings.
std::string etag_of(std::string_view body);

/// Whether an `If-None-Match` header names the tag, or any (RFC 9110 §13.1.2).
bool etag_matches(std::string_view header, std::string_view tag) noexcept;

} // namespace troupe::transport
