#include "db/postgres/replication_frames.hpp"

#include "db/postgres/wire_reader.hpp"

#include <charconv>
#include <cstdio>

namespace troupe::db::postgres {

namespace {

error broken(const char* what) {
  return {ec::database_error,
          std::string{"A frame of the database's replication stream "} + what,
          {}};
}

void append(std::string& out, uint64_t x) {
  for (int shift = 56; shift >= 0; shift -= 8)
    out += static_cast<char>(x >> shift & 0xff);
}

bool parse_half(std::string_view x, uint64_t& out) {
  constexpr size_t most = 8;
  constexpr int hexadecimal = 16;
  auto [end, failed] =
    std::from_chars(x.data(), x.data() + x.size(), out, hexadecimal);
  return failed == std::errc{} && end == x.data() + x.size()
         && x.size() <= most;
}

} // namespace

result<replication_frame> parse_replication_frame(std::string_view bytes) {
  if (bytes.empty())
    return broken("is empty");
  wire_reader in{bytes.substr(1)};
  if (bytes.front() == 'w') {
    log_frame out;
    out.at = in.u64();
    out.end = in.u64();
    out.sent_us = static_cast<int64_t>(in.u64());
    if (in.failed())
      return broken("is cut short");
    out.content = in.rest();
    return replication_frame{out};
  }
  if (bytes.front() == 'k') {
    keepalive_frame out;
    out.end = in.u64();
    out.sent_us = static_cast<int64_t>(in.u64());
    out.reply = in.u8() != 0;
    if (in.failed() || in.left() > 0)
      return broken("is not as long as a keepalive");
    return replication_frame{out};
  }
  return broken("is of an unknown kind");
}

std::string write_status_update(const status_update& x) {
  std::string out;
  constexpr size_t size = 34;
  out.reserve(size);
  out += 'r';
  append(out, x.written);
  append(out, x.flushed);
  append(out, x.applied);
  append(out, static_cast<uint64_t>(x.sent_us));
  out += static_cast<char>(x.reply);
  return out;
}

std::string to_text(lsn x) {
  char out[24];
  std::snprintf(out, sizeof(out), "%X/%X", static_cast<unsigned>(x >> 32),
                static_cast<unsigned>(x & UINT32_MAX));
  return out;
}

std::optional<lsn> parse_lsn(std::string_view x) {
  auto slash = x.find('/');
  uint64_t high = 0;
  uint64_t low = 0;
  if (slash == std::string_view::npos || !parse_half(x.substr(0, slash), high)
      || !parse_half(x.substr(slash + 1), low))
    return std::nullopt;
  return high << 32 | low;
}

} // namespace troupe::db::postgres
