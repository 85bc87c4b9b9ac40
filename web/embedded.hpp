#pragma once

#include <span>
#include <string_view>

namespace troupe::web {

/// A file of the console, as the binary carries it.
struct embedded_file {
  std::string_view path; ///< `/index.html`
  std::string_view mime;
  std::string_view etag; ///< with its quotes
  std::span<const char> identity;
  std::span<const char> gzip; ///< empty: not worth it
};

std::span<const embedded_file> embedded_files() noexcept;

} // namespace troupe::web
