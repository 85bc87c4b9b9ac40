#include "transport/http/etag.hpp"

#include "base/hash.hpp"

namespace troupe::transport {

namespace {

/// Weak comparison: `W/` does not count.
std::string_view opaque(std::string_view x) noexcept {
  auto first = x.find_first_not_of(" \t");
  x = first == std::string_view::npos ? std::string_view{} : x.substr(first);
  x = x.substr(0, x.find_last_not_of(" \t") + 1);
  if (x.starts_with("W/"))
    x.remove_prefix(2);
  return x;
}

} // namespace

std::string etag_of(std::string_view body) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr unsigned bits = 64;
  std::string out = "W/\"";
  auto h = hash64(body);
  for (unsigned shift = bits; shift > 0; shift -= 4)
    out += digits[(h >> (shift - 4)) & 15];
  return out + '"';
}

bool etag_matches(std::string_view header, std::string_view tag) noexcept {
  while (!header.empty()) {
    auto comma = header.find(',');
    auto one = opaque(header.substr(0, comma));
    if (one == "*" || (!one.empty() && one == opaque(tag)))
      return true;
    header = comma == std::string_view::npos ? std::string_view{}
                                             : header.substr(comma + 1);
  }
  return false;
}

} // namespace troupe::transport
