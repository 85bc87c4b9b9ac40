#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::utf8 {

/// Returns whether all of `x` is well-formed UTF-8 (Unicode §3.9, no
/// surrogates).
bool valid(std::string_view x) noexcept;

/// One decoded code point; `size` 0 means the bytes are not UTF-8.
struct decoded {
  uint32_t code_point = 0;
  uint8_t size = 0;
};

/// Decodes the code point at the start of `x`.
decoded decode(std::string_view x) noexcept;

/// Writes `code_point` to `out` (room for 4 bytes) and returns how many bytes
/// that took.
size_t encode(uint32_t code_point, char* out) noexcept;

/// Returns the line and column (in code points, 1-based) of byte `offset`.
/// Lines end as the GraphQL specification says: LF, CR or CRLF.
location locate(std::string_view text, size_t offset) noexcept;

} // namespace troupe::utf8
