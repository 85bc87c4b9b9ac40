#include "runtime/cell_text.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace troupe;
namespace oid = plan::oid;

namespace {

std::string text(uint32_t type, std::string raw) {
  plan::cell c{raw.data(), static_cast<int32_t>(raw.size()), type};
  bytes out;
  runtime::write_cell_text(out, c);
  return std::string{out.view()};
}

template <class T>
std::string big(T x) {
  std::string out;
  for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8)
    out += static_cast<char>(x >> shift);
  return out;
}

std::string bound(int32_t x) {
  return big<int32_t>(4) + big(x);
}

} // namespace

TEST_CASE("network addresses are written as PostgreSQL writes them") {
  CHECK(text(oid::inet, std::string{"\x02\x20\x00\x04\x0a\x00\x00\x01", 8})
        == "10.0.0.1");
  CHECK(text(oid::inet, std::string{"\x02\x08\x00\x04\x0a\x00\x00\x01", 8})
        == "10.0.0.1/8");
  CHECK(text(oid::cidr, std::string{"\x02\x20\x01\x04\x0a\x00\x00\x01", 8})
        == "10.0.0.1/32");
  std::string six =
    std::string{"\x03\x80\x00\x10", 4} + std::string(15, '\0') + "\x01";
  CHECK(text(oid::inet, six) == "::1");
  six[1] = '\x40';
  CHECK(text(oid::inet, six) == "::1/64");
  CHECK(text(oid::macaddr, std::string{"\x08\x00\x2b\x01\x02\xff", 6})
        == "08:00:2b:01:02:ff");
}

TEST_CASE("ranges have their bounds") {
  CHECK(text(oid::int4range, "\x01") == "empty");
  CHECK(text(oid::int4range, "\x02" + bound(1) + bound(5)) == "[1,5)");
  CHECK(text(oid::int4range, "\x08" + bound(5)) == "(,5)");
  CHECK(text(oid::int4range, "\x18") == "(,)");
  CHECK(text(oid::daterange, "\x12" + bound(0)) == "[2000-01-01,)");
  auto one = "\x02" + bound(1) + bound(3);
  auto two = "\x02" + bound(5) + bound(9);
  auto size = big<int32_t>(static_cast<int32_t>(one.size()));
  CHECK(text(oid::int4multirange, big<int32_t>(2) + size + one + size + two)
        == "{[1,3),[5,9)}");
  CHECK(text(oid::int4multirange, big<int32_t>(0)) == "{}");
}

TEST_CASE("what is not known is text") {
  CHECK(text(999'999, "so \"so\"") == "so \\\"so\\\"");
}
