#pragma once

#include "base/bytes.hpp"
#include "messages/query.hpp"

#include <string_view>

/// `multipart/mixed` (RFC 2046 §5.1) in chunks (RFC 9112 §7.1): how an answer
/// travels whose parts come one after the other.
namespace troupe::transport {

/// Returns the content type, which names the format.
std::string_view multipart_type(messages::incremental_format format) noexcept;

/// Appends one part with the boundary behind it, so that a client knows at once
/// that the part has ended.
void write_part(bytes& out, std::string_view body, bool first, bool last);

/// Appends one chunk and, behind the last, the end of all.
void write_chunk(bytes& out, std::string_view data, bool last);

} // namespace troupe::transport
