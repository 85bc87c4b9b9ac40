#include "base/json_read.hpp"
#include "base/json_write.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>

using namespace troupe;

namespace {

std::string round_trip(std::string_view text) {
  arena memory;
  auto parsed = json::parse(text, memory);
  if (!parsed)
    return to_string(parsed.error());
  bytes out;
  json::write(out, **parsed);
  return std::string{out.view()};
}

bool refused(std::string_view text) {
  arena memory;
  return !json::parse(text, memory);
}

std::string written(double x) {
  bytes out;
  json::write_double(out, x);
  return std::string{out.view()};
}

} // namespace

TEST_CASE("json keeps what it read") {
  for (auto text :
       {"null", "true", "false", "0", "-1", "1.50", "1e400", "\"\"", "[]", "{}",
        "[1,[2,[3]],{\"a\":null}]", "123456789012345678901234567890",
        "{\"a\":\"\\n\\\"\\\\\",\"b\":[true,false]}"})
    CHECK(round_trip(text) == text);
}

TEST_CASE("json decodes escapes to UTF-8") {
  CHECK(round_trip("\"\\u00e9\\ud83d\\ude00\\u0001\"") == "\"é😀\\u0001\"");
}

TEST_CASE("json refuses what RFC 8259 does not allow") {
  for (auto text : {"",    " ",     "{",     "[1,]",      "{\"a\":1,}",
                    "01",  "1.",    ".5",    "+1",        "1e",
                    "nul", "truee", "\"a",   "\"\\x\"",   "\"\\ud800\"",
                    "'a'", "{a:1}", "1 2",   "[] []",     "\"\n\"",
                    "NaN", "-",     "[1 2]", "{\"a\" 1}", "\"\xff\"",
                    "-01", "tru",   "nullx", "falsee"}) {
    INFO(text);
    CHECK(refused(text));
  }
}

TEST_CASE("json refuses nesting beyond its limit") {
  CHECK(refused(std::string(100'000, '[')));
  CHECK(refused(std::string(200, '[') + std::string(200, ']')));
  CHECK_FALSE(refused(std::string(100, '[') + std::string(100, ']')));
}

TEST_CASE("json numbers keep integers apart from the rest") {
  arena memory;
  auto parsed =
    json::parse("[9223372036854775807,9223372036854775808,1.0]", memory);
  REQUIRE(parsed);
  auto items = (*parsed)->items;
  CHECK(items[0].kind == json::kind::integer);
  CHECK(items[0].integer == std::numeric_limits<int64_t>::max());
  CHECK(items[1].kind == json::kind::real);
  CHECK(items[2].kind == json::kind::real);
}

TEST_CASE("json finds the last of repeated members") {
  arena memory;
  auto parsed = json::parse("{\"a\":1,\"a\":2}", memory);
  REQUIRE(parsed);
  CHECK((*parsed)->find("a")->integer == 2);
  CHECK((*parsed)->find("b") == nullptr);
}

TEST_CASE("json writes doubles shortest and readable") {
  CHECK(written(0.1) == "0.1");
  CHECK(written(-0.0) == "0");
  CHECK(written(2) == "2");
  CHECK(written(1e21) == "1e+21");
  CHECK(written(123456789.125) == "123456789.125");
  CHECK(written(5e-324) == "5e-324");
  CHECK(written(std::numeric_limits<double>::infinity()) == "null");
}

TEST_CASE("json output is UTF-8 whatever came in") {
  CHECK(json::quoted("a\xff"
                     "b")
        == "\"a\xEF\xBF\xBD"
           "b\"");
  CHECK(json::quoted("\xe2\x82") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK(json::quoted("tab\tquote\"\x01") == "\"tab\\tquote\\\"\\u0001\"");
}
