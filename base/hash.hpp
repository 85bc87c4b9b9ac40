#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

/// Returns the 64-bit XXH3 hash of `x`. Fast, not secret: compare in full where
/// a collision would do harm.
uint64_t hash64(std::string_view x, uint64_t seed = 0) noexcept;

/// Returns the SHA-256 of `x` as 64 lower-case hex digits.
std::string sha256_hex(std::string_view x);

/// Hash and equality that let string-keyed maps be searched by string_view.
struct string_hash {
  using is_transparent = void;

  size_t operator()(std::string_view x) const noexcept {
    return hash64(x);
  }
};

} // namespace troupe
