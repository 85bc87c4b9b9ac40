#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace troupe {

/// Returns `x` as a zstd frame (RFC 8878) that says how long its content is.
std::string zstd_pack(std::string_view x);

/// Packs one text after the other with the memory of the first.
class zstd_packer {
public:
  zstd_packer();
  ~zstd_packer();

  zstd_packer(const zstd_packer&) = delete;
  zstd_packer& operator=(const zstd_packer&) = delete;

  /// The same as `zstd_pack`; what it returns holds until the next call.
  std::string_view pack(std::string_view x);

private:
  struct state;
  std::unique_ptr<state> state_;
};

/// Returns the content of a frame that `zstd_pack` made. Errors are
/// `bad_request`: broken, or longer than `most` bytes.
result<std::string> zstd_unpack(std::string_view frame, size_t most);

} // namespace troupe
