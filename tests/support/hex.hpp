#pragma once

#include <string>
#include <string_view>

namespace troupe::tests {

/// Returns the bytes of hexadecimal digits.
inline std::string from_hex(std::string_view digits) {
  auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string out;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    out += static_cast<char>(value(digits[i]) << 4 | value(digits[i + 1]));
  return out;
}

} // namespace troupe::tests
