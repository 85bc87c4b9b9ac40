#pragma once

#include "base/bytes.hpp"
#include "transport/http/compression.hpp"

#include <memory>
#include <string_view>

namespace troupe::transport {

/// Compresses one body that comes piece by piece: what has been put can be read
/// by the other side at once.
class stream_compressor {
public:
  virtual ~stream_compressor() = default;

  /// Appends `piece` to `out` in the coding; `last` ends the body. Returns
  /// false if that failed, and the body with it.
  virtual bool put(std::string_view piece, bool last, bytes& out) = 0;
};

/// Returns a compressor for a coding other than identity, null without memory.
/// `level` as in `compression_options`.
std::unique_ptr<stream_compressor> make_stream_compressor(coding how,
                                                          int level);

} // namespace troupe::transport
