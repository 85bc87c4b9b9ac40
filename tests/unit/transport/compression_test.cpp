#include "transport/http/stream_compression.hpp"

#include <catch2/catch.hpp>

#include <brotli/decode.h>
#include <string>
#include <zlib.h>
#include <zstd.h>

using namespace troupe;
using namespace troupe::transport;

namespace {

constexpr coding all[] = {coding::zstd, coding::br, coding::gzip};

std::string unpack(coding how, std::string_view x, size_t size) {
  std::string out(size, '\0');
  if (how == coding::gzip) {
    z_stream z{};
    REQUIRE(inflateInit2(&z, 15 + 16) == Z_OK);
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(x.data()));
    z.avail_in = static_cast<uInt>(x.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(size);
    CHECK(inflate(&z, Z_FINISH) == Z_STREAM_END);
    out.resize(z.total_out);
    inflateEnd(&z);
  } else if (how == coding::br) {
    CHECK(BrotliDecoderDecompress(x.size(),
                                  reinterpret_cast<const uint8_t*>(x.data()),
                                  &size, reinterpret_cast<uint8_t*>(out.data()))
          == BROTLI_DECODER_RESULT_SUCCESS);
    out.resize(size);
  } else {
    out.resize(ZSTD_decompress(out.data(), size, x.data(), x.size()));
  }
  return out;
}

} // namespace

TEST_CASE("the coding is what the client weighs most, then what we prefer") {
  CHECK(choose_coding("gzip, deflate, br, zstd", all) == coding::zstd);
  CHECK(choose_coding("gzip, deflate, br", all) == coding::br);
  CHECK(choose_coding("gzip;q=1.0, br;q=0.5", all) == coding::gzip);
  CHECK(choose_coding("GZIP", all) == coding::gzip);
  CHECK(choose_coding("x-gzip", all) == coding::gzip);
  CHECK(choose_coding("*", all) == coding::zstd);
  CHECK(choose_coding("*;q=0.5, zstd;q=0", all) == coding::br);
  CHECK(choose_coding("", all) == coding::identity);
  CHECK(choose_coding("deflate, identity", all) == coding::identity);
  CHECK(choose_coding("gzip;q=0", all) == coding::identity);
  CHECK(choose_coding("gzip;q=0.5, identity", all) == coding::identity);
  CHECK(choose_coding("gzip", {}) == coding::identity);
  CHECK(choose_coding(",;,q=,;q=1,gzip;q=x", all) == coding::gzip);
}

TEST_CASE("compressed bodies read back, time after time") {
  std::string text;
  for (int i = 0; i < 2000; ++i)
    text +=
      "{\"id\":\"" + std::to_string(i * 7919) + "\",\"name\":\"somebody\"},";
  compressor x{0};
  bytes out;
  for (int round = 0; round < 3; ++round)
    for (auto how : all) {
      auto part = std::string_view{text}.substr(
        0, text.size() / static_cast<size_t>(round + 1));
      REQUIRE(x.run(how, part, out));
      CHECK(out.size() < part.size() / 3);
      CHECK(unpack(how, out.view(), part.size()) == part);
    }
  CHECK_FALSE(x.run(coding::gzip, "tiny", out));
  CHECK_FALSE(x.run(coding::identity, text, out));
}

TEST_CASE("pieces of a compressed stream can be read as they come") {
  std::string whole;
  for (int i = 0; i < 400; ++i)
    whole += "piece " + std::to_string(i * 7919) + ", ";
  for (auto how : all) {
    auto stream = make_stream_compressor(how, 0);
    REQUIRE(stream != nullptr);
    bytes sent;
    size_t before = 0;
    for (size_t at = 0; at < whole.size(); at += 1'000) {
      REQUIRE(
        stream->put(std::string_view{whole}.substr(at, 1'000), false, sent));
      CHECK(sent.size() > before);
      before = sent.size();
    }
    REQUIRE(stream->put("end", true, sent));
    CHECK(sent.size() < whole.size());
    CHECK(unpack(how, sent.view(), whole.size() + 100) == whole + "end");
  }
  CHECK(make_stream_compressor(coding::identity, 0) == nullptr);
}
