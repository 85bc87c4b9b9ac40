#include "transport/http/compression.hpp"

#include <algorithm>
#include <brotli/encode.h>
#include <charconv>
#include <limits>
#include <zlib.h>
#include <zstd.h>

namespace troupe::transport {

namespace {

// What a reactor can afford: it serves nobody else meanwhile.
constexpr int usual_gzip = 4;
constexpr int usual_brotli = 4;
constexpr int usual_zstd = 3;

std::string_view trim(std::string_view x) noexcept {
  while (!x.empty() && (x.front() == ' ' || x.front() == '\t'))
    x.remove_prefix(1);
  while (!x.empty() && (x.back() == ' ' || x.back() == '\t'))
    x.remove_suffix(1);
  return x;
}

bool same(std::string_view a, std::string_view b) noexcept {
  auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  };
  return std::ranges::equal(
    a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view take(std::string_view& rest, char separator) noexcept {
  auto end = rest.find(separator);
  auto out = trim(rest.substr(0, end));
  rest =
    end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return out;
}

/// Returns the weight of what is left of `gzip;q=0.5` behind the name.
double weight(std::string_view parameters) noexcept {
  while (!parameters.empty()) {
    auto value = take(parameters, ';');
    auto key = take(value, '=');
    double q = 0;
    if (same(key, "q")
        && std::from_chars(value.data(), value.data() + value.size(), q).ec
             == std::errc{})
      return q;
  }
  return 1;
}

} // namespace

std::string_view to_string(coding x) noexcept {
  switch (x) {
    case coding::gzip:
      return "gzip";
    case coding::br:
      return "br";
    case coding::zstd:
      return "zstd";
    case coding::identity:
      break;
  }
  return "identity";
}

std::optional<coding> parse_coding(std::string_view name) noexcept {
  for (auto x : {coding::gzip, coding::br, coding::zstd})
    if (same(name, to_string(x)))
      return x;
  // An old name for the same thing (RFC 9110 §8.4.1.3).
  if (same(name, "x-gzip"))
    return coding::gzip;
  return std::nullopt;
}

coding choose_coding(std::string_view accept_encoding,
                     std::span<const coding> offered) noexcept {
  constexpr size_t codings = 4;
  double named[codings] = {-1, -1, -1, -1};
  double others = -1;
  double as_it_is = -1;
  while (!accept_encoding.empty()) {
    auto entry = take(accept_encoding, ',');
    auto name = take(entry, ';');
    if (auto known = parse_coding(name))
      named[static_cast<size_t>(*known)] = weight(entry);
    else if (name == "*")
      others = weight(entry);
    else if (same(name, "identity"))
      as_it_is = weight(entry);
  }
  auto out = coding::identity;
  double best = std::max(as_it_is, 0.0);
  for (auto x : offered) {
    auto q = named[static_cast<size_t>(x)];
    if (q < 0)
      q = others;
    // At the same weight a coding beats none, and the earlier the later.
    if (q > 0 && (q > best || (q == best && out == coding::identity))) {
      best = q;
      out = x;
    }
  }
  return out;
}

struct compressor::contexts {
  z_stream gzip{};
  bool gzip_ready = false;
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> zstd{nullptr,
                                                            &ZSTD_freeCCtx};

  ~contexts() {
    if (gzip_ready)
      deflateEnd(&gzip);
  }
};

compressor::compressor(int level)
  : level_(level), contexts_(std::make_unique<contexts>()) {
  // nop
}

compressor::~compressor() = default;

bool compressor::run(coding how, std::string_view body, bytes& out) {
  out.clear();
  bool done = false;
  switch (how) {
    case coding::gzip:
      done = gzip(body, out);
      break;
    case coding::br:
      done = brotli(body, out);
      break;
    case coding::zstd:
      done = zstd(body, out);
      break;
    case coding::identity:
      break;
  }
  return done && out.size() < body.size();
}

bool compressor::gzip(std::string_view body, bytes& out) {
  auto& z = contexts_->gzip;
  constexpr int window = 15 + 16; // 32 KiB, with gzip's header
  constexpr int memory = 8;
  if (contexts_->gzip_ready) {
    if (deflateReset(&z) != Z_OK)
      return false;
  } else {
    if (deflateInit2(&z, level_ > 0 ? level_ : usual_gzip, Z_DEFLATED, window,
                     memory, Z_DEFAULT_STRATEGY)
        != Z_OK)
      return false;
    contexts_->gzip_ready = true;
  }
  if (body.size() > std::numeric_limits<uInt>::max())
    return false;
  auto room = deflateBound(&z, body.size());
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  z.avail_in = static_cast<uInt>(body.size());
  z.next_out = reinterpret_cast<Bytef*>(out.prepare(room));
  z.avail_out =
    static_cast<uInt>(std::min<size_t>(room, std::numeric_limits<uInt>::max()));
  if (deflate(&z, Z_FINISH) != Z_STREAM_END)
    return false;
  out.commit(z.total_out);
  return true;
}

/// Brotli's encoder has no way to begin again, so there is no context to keep.
bool compressor::brotli(std::string_view body, bytes& out) const {
  auto size = BrotliEncoderMaxCompressedSize(body.size());
  if (size == 0)
    return false;
  auto* to = reinterpret_cast<uint8_t*>(out.prepare(size));
  if (BrotliEncoderCompress(
        level_ > 0 ? level_ : usual_brotli, BROTLI_DEFAULT_WINDOW,
        BROTLI_MODE_TEXT, body.size(),
        reinterpret_cast<const uint8_t*>(body.data()), &size, to)
      == BROTLI_FALSE)
    return false;
  out.commit(size);
  return true;
}

bool compressor::zstd(std::string_view body, bytes& out) {
  auto& context = contexts_->zstd;
  if (context == nullptr)
    context.reset(ZSTD_createCCtx());
  if (context == nullptr)
    return false;
  auto room = ZSTD_compressBound(body.size());
  auto size =
    ZSTD_compressCCtx(context.get(), out.prepare(room), room, body.data(),
                      body.size(), level_ > 0 ? level_ : usual_zstd);
  if (ZSTD_isError(size) != 0)
    return false;
  out.commit(size);
  return true;
}

} // namespace troupe::transport
