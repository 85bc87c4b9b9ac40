#include "runtime/scalar_text.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>

using namespace troupe;
using namespace troupe::runtime;

namespace {

template <class F>
std::string text(F f) {
  bytes out;
  f(out);
  return std::string{out.view()};
}

/// numeric as the server sends it: digits of base 10,000 from `weight` down.
std::string numeric(std::vector<int16_t> digits, int16_t weight, uint16_t sign,
                    int16_t scale) {
  std::string raw;
  auto put = [&](auto x) {
    raw += static_cast<char>(static_cast<uint16_t>(x) >> 8);
    raw += static_cast<char>(x & 0xff);
  };
  put(digits.size());
  put(weight);
  put(sign);
  put(scale);
  for (auto d : digits)
    put(d);
  plan::cell c{raw.data(), static_cast<int32_t>(raw.size()),
               plan::oid::numeric};
  return text([&](bytes& out) { write_numeric(out, c); });
}

} // namespace

TEST_CASE("numeric is written exactly, with its scale") {
  CHECK(numeric({}, 0, 0, 0) == "0");
  CHECK(numeric({}, 0, 0, 2) == "0.00");
  CHECK(numeric({1, 2345, 6780}, 1, 0, 3) == "12345.678");
  CHECK(numeric({5}, -1, 0x4000, 4) == "-0.0005");
  CHECK(numeric({1}, 2, 0, 0) == "100000000");
  CHECK(numeric({12}, -2, 0, 8) == "0.00000012");
  CHECK(numeric({}, 0, 0xC000, 0) == "NaN");
  CHECK(numeric({}, 0, 0xD000, 0) == "Infinity");
}

TEST_CASE("dates follow the Gregorian calendar both ways") {
  CHECK(text([](bytes& o) { write_date(o, 0); }) == "2000-01-01");
  CHECK(text([](bytes& o) { write_date(o, 59); }) == "2000-02-29");
  CHECK(text([](bytes& o) { write_date(o, -1); }) == "1999-12-31");
  CHECK(text([](bytes& o) { write_date(o, -730'120); }) == "0000-12-31");
  CHECK(
    text([](bytes& o) { write_date(o, std::numeric_limits<int32_t>::max()); })
    == "infinity");
}

TEST_CASE("timestamps keep microseconds without trailing zeros") {
  CHECK(text([](bytes& o) { write_timestamp(o, 0); }) == "2000-01-01T00:00:00");
  CHECK(text([](bytes& o) { write_timestamp(o, -1); })
        == "1999-12-31T23:59:59.999999");
  CHECK(text([](bytes& o) { write_timestamp(o, 1'500'000); })
        == "2000-01-01T00:00:01.5");
}

TEST_CASE("intervals are ISO 8601") {
  CHECK(text([](bytes& o) { write_interval(o, 0, 0, 0); }) == "PT0S");
  CHECK(text([](bytes& o) { write_interval(o, 14'706'700'000, 3, 14); })
        == "P1Y2M3DT4H5M6.7S");
  CHECK(text([](bytes& o) { write_interval(o, -500'000, 0, 0); }) == "PT-0.5S");
}

TEST_CASE("bytes are base64 with padding") {
  CHECK(text([](bytes& o) { write_base64(o, ""); }) == "");
  CHECK(text([](bytes& o) { write_base64(o, "f"); }) == "Zg==");
  CHECK(text([](bytes& o) { write_base64(o, "foobar"); }) == "Zm9vYmFy");
}
