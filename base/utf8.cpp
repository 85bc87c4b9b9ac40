#include "base/utf8.hpp"

#include <simdjson.h>

#include <algorithm>

namespace troupe::utf8 {

bool valid(std::string_view x) noexcept {
  return x.empty() || simdjson::validate_utf8(x.data(), x.size());
}

decoded decode(std::string_view x) noexcept {
  if (x.empty())
    return {};
  auto byte = [&](size_t i) -> uint32_t {
    return static_cast<unsigned char>(x[i]);
  };
  auto tail = [&](size_t i) {
    return i < x.size() && (byte(i) & 0xC0) == 0x80;
  };
  auto b0 = byte(0);
  if (b0 < 0x80)
    return {b0, 1};
  if (b0 >= 0xC2 && b0 <= 0xDF && tail(1))
    return {(b0 & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if ((b0 & 0xF0) == 0xE0 && tail(1) && tail(2)) {
    auto cp = (b0 & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (cp >= 0x800 && (cp < 0xD800 || cp > 0xDFFF))
      return {cp, 3};
  }
  if ((b0 & 0xF8) == 0xF0 && tail(1) && tail(2) && tail(3)) {
    auto cp = (b0 & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6
              | (byte(3) & 0x3F);
    if (cp >= 0x10000 && cp <= 0x10FFFF)
      return {cp, 4};
  }
  return {};
}

size_t encode(uint32_t cp, char* out) noexcept {
  auto put = [&](size_t i, uint32_t x) { out[i] = static_cast<char>(x); };
  if (cp < 0x80) {
    put(0, cp);
    return 1;
  }
  if (cp < 0x800) {
    put(0, 0xC0 | cp >> 6);
    put(1, 0x80 | (cp & 0x3F));
    return 2;
  }
  if (cp < 0x10000) {
    put(0, 0xE0 | cp >> 12);
    put(1, 0x80 | (cp >> 6 & 0x3F));
    put(2, 0x80 | (cp & 0x3F));
    return 3;
  }
  put(0, 0xF0 | cp >> 18);
  put(1, 0x80 | (cp >> 12 & 0x3F));
  put(2, 0x80 | (cp >> 6 & 0x3F));
  put(3, 0x80 | (cp & 0x3F));
  return 4;
}

location locate(std::string_view text, size_t offset) noexcept {
  location at;
  auto end = std::min(offset, text.size());
  for (size_t i = 0; i < end; ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c == '\n'
        || (c == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'))) {
      ++at.line;
      at.column = 1;
    } else if ((c & 0xC0) != 0x80) {
      ++at.column;
    }
  }
  return at;
}

} // namespace troupe::utf8
