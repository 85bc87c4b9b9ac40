#include "transport/http/multipart.hpp"

#include <charconv>

namespace troupe::transport {

std::string_view multipart_type(messages::incremental_format format) noexcept {
  return format == messages::incremental_format::defer20220824
           ? "multipart/mixed; boundary=\"-\"; deferSpec=20220824"
           : "multipart/mixed; boundary=\"-\"; incrementalSpec=v0.2";
}

void write_part(bytes& out, std::string_view body, bool first, bool last) {
  if (first)
    out.append("\r\n---");
  out.append("\r\nContent-Type: application/json; charset=utf-8\r\n\r\n");
  out.append(body);
  out.append(last ? "\r\n-----\r\n" : "\r\n---");
}

void write_chunk(bytes& out, std::string_view data, bool last) {
  // An empty chunk would be the last one.
  if (!data.empty()) {
    constexpr size_t digits = 16;
    char text[digits];
    constexpr int hex = 16;
    auto written = std::to_chars(text, text + digits, data.size(), hex);
    out.append({text, static_cast<size_t>(written.ptr - text)});
    out.append("\r\n");
    out.append(data);
    out.append("\r\n");
  }
  if (last)
    out.append("0\r\n\r\n");
}

} // namespace troupe::transport
