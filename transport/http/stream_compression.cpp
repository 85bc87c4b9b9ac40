#include "transport/http/stream_compression.hpp"

#include <brotli/encode.h>
#include <limits>
#include <zlib.h>
#include <zstd.h>

namespace troupe::transport {

namespace {

// What a reactor can afford, in time and, for each open answer, in memory.
constexpr int usual_gzip = 4;
constexpr int usual_brotli = 4;
constexpr int usual_zstd = 3;
constexpr int window_bits = 16; ///< of brotli and zstd: 64 KiB
constexpr size_t step = 4 * 1024;

class gzip_stream final : public stream_compressor {
public:
  explicit gzip_stream(int level) {
    constexpr int window = 15 + 16; // 32 KiB, with gzip's header
    constexpr int memory = 8;
    ready_ = deflateInit2(&z_, level > 0 ? level : usual_gzip, Z_DEFLATED,
                          window, memory, Z_DEFAULT_STRATEGY)
             == Z_OK;
  }

  ~gzip_stream() override {
    if (ready_)
      deflateEnd(&z_);
  }

  bool put(std::string_view piece, bool last, bytes& out) override {
    if (!ready_ || piece.size() > std::numeric_limits<uInt>::max())
      return false;
    z_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    z_.avail_in = static_cast<uInt>(piece.size());
    do {
      z_.next_out = reinterpret_cast<Bytef*>(out.prepare(step));
      z_.avail_out = step;
      auto code = deflate(&z_, last ? Z_FINISH : Z_SYNC_FLUSH);
      if (code == Z_STREAM_ERROR)
        return false;
      out.commit(step - z_.avail_out);
    } while (z_.avail_out == 0);
    return true;
  }

private:
  z_stream z_{};
  bool ready_;
};

class brotli_stream final : public stream_compressor {
public:
  explicit brotli_stream(int level)
    : state_(BrotliEncoderCreateInstance(nullptr, nullptr, nullptr),
             &BrotliEncoderDestroyInstance) {
    if (state_ == nullptr)
      return;
    auto quality = static_cast<uint32_t>(level > 0 ? level : usual_brotli);
    BrotliEncoderSetParameter(state_.get(), BROTLI_PARAM_QUALITY, quality);
    BrotliEncoderSetParameter(state_.get(), BROTLI_PARAM_LGWIN, window_bits);
  }

  bool put(std::string_view piece, bool last, bytes& out) override {
    if (state_ == nullptr)
      return false;
    const auto* in = reinterpret_cast<const uint8_t*>(piece.data());
    auto left = piece.size();
    do {
      auto* to = reinterpret_cast<uint8_t*>(out.prepare(step));
      size_t room = step;
      if (BrotliEncoderCompressStream(state_.get(),
                                      last ? BROTLI_OPERATION_FINISH
                                           : BROTLI_OPERATION_FLUSH,
                                      &left, &in, &room, &to, nullptr)
          == BROTLI_FALSE)
        return false;
      out.commit(step - room);
    } while (left > 0
             || BrotliEncoderHasMoreOutput(state_.get()) == BROTLI_TRUE);
    return true;
  }

private:
  std::unique_ptr<BrotliEncoderState, decltype(&BrotliEncoderDestroyInstance)>
    state_;
};

class zstd_stream final : public stream_compressor {
public:
  explicit zstd_stream(int level)
    : context_(ZSTD_createCCtx(), &ZSTD_freeCCtx) {
    if (context_ == nullptr)
      return;
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel,
                           level > 0 ? level : usual_zstd);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_windowLog, window_bits);
  }

  bool put(std::string_view piece, bool last, bytes& out) override {
    if (context_ == nullptr)
      return false;
    ZSTD_inBuffer in{piece.data(), piece.size(), 0};
    size_t left = 0;
    do {
      ZSTD_outBuffer to{out.prepare(step), step, 0};
      left = ZSTD_compressStream2(context_.get(), &to, &in,
                                  last ? ZSTD_e_end : ZSTD_e_flush);
      if (ZSTD_isError(left) != 0)
        return false;
      out.commit(to.pos);
    } while (left > 0);
    return true;
  }

private:
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
};

} // namespace

std::unique_ptr<stream_compressor> make_stream_compressor(coding how,
                                                          int level) {
  switch (how) {
    case coding::gzip:
      return std::make_unique<gzip_stream>(level);
    case coding::br:
      return std::make_unique<brotli_stream>(level);
    case coding::zstd:
      return std::make_unique<zstd_stream>(level);
    case coding::identity:
      break;
  }
  return nullptr;
}

} // namespace troupe::transport
