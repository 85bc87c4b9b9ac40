#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace troupe {

/// Returns `x` as a zstd frame (RFC 8878) that says how long its content is.
std::string zstd_pack(std::string_view x);

/// Returns the content of a frame that `zstd_pack` made. Errors are
/// `bad_request`: broken, or longer than `most` bytes.
result<std::string> zstd_unpack(std::string_view frame, size_t most);

} // namespace troupe
