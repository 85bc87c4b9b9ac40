#pragma once

#include "base/bytes.hpp"
#include "messages/query.hpp"

#include <string_view>

/// `multipart/mixed` (RFC 2046 §5.1) in chunks (RFC 9112 §7.1): how an answer
/// travels whose parts come one after the other.
namespace troupe::transport {

/// Returns the content type, which names the format.
std::string_view multipart_type(messages::incremental_format format) noexcept;

/// Appends one part as one chunk. The boundary behind it goes along, so that a
/// client knows at once that the part has ended; with the last part everything
/// has.
void write_part(bytes& out, std::string_view body, bool first, bool last);

} // namespace troupe::transport
