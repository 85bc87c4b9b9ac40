#include "base/zstd.hpp"

#include <zstd.h>

namespace troupe {

std::string zstd_pack(std::string_view x) {
  std::string out(ZSTD_compressBound(x.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), x.data(), x.size(),
                           ZSTD_CLEVEL_DEFAULT));
  return out;
}

result<std::string> zstd_unpack(std::string_view frame, size_t most) {
  auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
    return {ec::bad_request, "This is no zstd frame with a size."};
  if (size > most)
    return {ec::bad_request, "What is packed here is too long."};
  std::string out(size, '\0');
  auto got =
    ZSTD_decompress(out.data(), out.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) != 0 || got != out.size())
    return {ec::bad_request, "The zstd frame is broken."};
  return out;
}

} // namespace troupe
