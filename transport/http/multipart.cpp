#include "transport/http/multipart.hpp"

#include <charconv>

namespace troupe::transport {

std::string_view multipart_type(messages::incremental_format format) noexcept {
  return format == messages::incremental_format::defer20220824
           ? "multipart/mixed; boundary=\"-\"; deferSpec=20220824"
           : "multipart/mixed; boundary=\"-\"; incrementalSpec=v0.2";
}

void write_part(bytes& out, std::string_view body, bool first, bool last) {
  constexpr std::string_view begin = "\r\n---";
  constexpr std::string_view head =
    "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n";
  constexpr std::string_view more = "\r\n---";
  constexpr std::string_view end = "\r\n-----\r\n";
  auto behind = last ? end : more;
  auto size =
    (first ? begin.size() : 0) + head.size() + body.size() + behind.size();
  constexpr size_t digits = 16;
  char text[digits];
  constexpr int hex = 16;
  auto written = std::to_chars(text, text + digits, size, hex);
  out.append({text, static_cast<size_t>(written.ptr - text)});
  out.append("\r\n");
  if (first)
    out.append(begin);
  out.append(head);
  out.append(body);
  out.append(behind);
  out.append("\r\n");
  if (last)
    out.append("0\r\n\r\n");
}

} // namespace troupe::transport
