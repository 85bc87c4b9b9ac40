#include "base/json_write.hpp"

#include "base/utf8.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace troupe::json {

namespace {

// 0: copy as it is; 1: needs a look (control, quote, backslash, non-ASCII).
constexpr auto special = [] {
  std::array<bool, 256> table{};
  for (size_t i = 0; i < 256; ++i)
    table[i] = i < 0x20 || i == '"' || i == '\\' || i >= 0x80;
  return table;
}();

constexpr std::string_view replacement = "\xEF\xBF\xBD";

void write_control(bytes& out, unsigned char c) {
  switch (c) {
    case '"':
      return out.append("\\\"");
    case '\\':
      return out.append("\\\\");
    case '\n':
      return out.append("\\n");
    case '\r':
      return out.append("\\r");
    case '\t':
      return out.append("\\t");
    case '\b':
      return out.append("\\b");
    case '\f':
      return out.append("\\f");
    default: {
      constexpr char hex[] = "0123456789abcdef";
      char text[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
      return out.append({text, sizeof(text)});
    }
  }
}

template <class T>
void write_number(bytes& out, T x) {
  constexpr size_t longest = 32;
  auto* first = out.prepare(longest);
  auto end = std::to_chars(first, first + longest, x);
  out.commit(static_cast<size_t>(end.ptr - first));
}

template <class T>
void write_real(bytes& out, T x) {
  if (!std::isfinite(x))
    return out.append("null");
  if (x == 0) // -0 is not worth a sign
    return out.push_back('0');
  auto before = out.size();
  // Plain digits where a reader expects them, as JavaScript prints numbers.
  if (auto magnitude = std::fabs(x);
      magnitude >= T(1e-6) && magnitude < T(1e21)) {
    constexpr size_t longest = 64;
    auto* first = out.prepare(longest);
    auto end =
      std::to_chars(first, first + longest, x, std::chars_format::fixed);
    if (end.ec == std::errc{}) {
      out.commit(static_cast<size_t>(end.ptr - first));
      return;
    }
    out.truncate(before);
  }
  write_number(out, x);
}

} // namespace

void write_escaped(bytes& out, std::string_view x) {
  size_t done = 0;
  for (size_t i = 0; i < x.size();) {
    auto c = static_cast<unsigned char>(x[i]);
    if (!special[c]) {
      ++i;
      continue;
    }
    if (c >= 0x80) {
      auto cp = utf8::decode(x.substr(i));
      if (cp.size != 0) {
        i += cp.size;
        continue;
      }
      out.append(x.substr(done, i - done));
      out.append(replacement);
    } else {
      out.append(x.substr(done, i - done));
      write_control(out, c);
    }
    done = ++i;
  }
  out.append(x.substr(done));
}

void write_string(bytes& out, std::string_view x) {
  out.push_back('"');
  write_escaped(out, x);
  out.push_back('"');
}

void write_int(bytes& out, int64_t x) {
  write_number(out, x);
}

void write_uint(bytes& out, uint64_t x) {
  write_number(out, x);
}

void write_double(bytes& out, double x) {
  write_real(out, x);
}

void write_float(bytes& out, float x) {
  write_real(out, x);
}

std::string quoted(std::string_view x) {
  bytes out;
  write_string(out, x);
  return std::string{out.view()};
}

} // namespace troupe::json
