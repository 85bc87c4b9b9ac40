#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace troupe::transport {

/// Content codings (RFC 9110 §8.4.1, RFC 7932, RFC 8878).
enum class coding : uint8_t { identity, gzip, br, zstd };

std::string_view to_string(coding x) noexcept;

std::optional<coding> parse_coding(std::string_view name) noexcept;

struct compression_options {
  /// What is offered, the preferred one first; empty: nothing.
  std::vector<coding> codings;
  int level = 0; ///< 1 to 9; 0: what suits each coding
  /// Smaller bodies are sent as they are.
  size_t least = 1024;
};

/// Returns the coding for an `Accept-Encoding` header (RFC 9110 §12.5.3): the
/// highest weight wins, then our order. `identity` where nothing is accepted.
coding choose_coding(std::string_view accept_encoding,
                     std::span<const coding> offered) noexcept;

/// Compresses bodies, one after the other, with contexts that it keeps. Not
/// thread safe: each reactor has its own.
class compressor {
public:
  explicit compressor(int level);

  ~compressor();

  compressor(const compressor&) = delete;
  compressor& operator=(const compressor&) = delete;

  /// Writes `body` in the given coding. Returns false if that failed or the
  /// result is not smaller; `out` is then worthless.
  bool run(coding how, std::string_view body, bytes& out);

private:
  struct contexts;

  bool gzip(std::string_view body, bytes& out);
  bool brotli(std::string_view body, bytes& out) const;
  bool zstd(std::string_view body, bytes& out);

  int level_;
  std::unique_ptr<contexts> contexts_;
};

} // namespace troupe::transport
