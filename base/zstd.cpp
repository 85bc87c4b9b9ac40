#include "base/zstd.hpp"

#include "base/bytes.hpp"

#include <zstd.h>

namespace troupe {

struct zstd_packer::state {
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context{
    ZSTD_createCCtx(), &ZSTD_freeCCtx};
  bytes out;
};

zstd_packer::zstd_packer() : state_(std::make_unique<state>()) {
  // nop
}

zstd_packer::~zstd_packer() = default;

std::string_view zstd_packer::pack(std::string_view x) {
  auto& out = state_->out;
  out.clear();
  auto most = ZSTD_compressBound(x.size());
  out.commit(ZSTD_compressCCtx(state_->context.get(), out.prepare(most), most,
                               x.data(), x.size(), ZSTD_CLEVEL_DEFAULT));
  return out.view();
}

std::string zstd_pack(std::string_view x) {
  return std::string{zstd_packer{}.pack(x)};
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
