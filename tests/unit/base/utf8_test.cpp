#include "base/utf8.hpp"

#include <catch2/catch.hpp>

using namespace troupe;

TEST_CASE("utf8 tells well-formed text from the rest") {
  CHECK(utf8::valid(""));
  CHECK(utf8::valid("Björn 😀"));
  CHECK_FALSE(utf8::valid("\xff"));
  CHECK_FALSE(utf8::valid("\xed\xa0\x80")); // a surrogate
  CHECK_FALSE(utf8::valid("\xc0\x80"));     // overlong
}

TEST_CASE("utf8 decodes what it encodes") {
  for (uint32_t cp : {0x41u, 0xe9u, 0x20acu, 0x1f600u, 0x10ffffu}) {
    char text[4];
    auto size = utf8::encode(cp, text);
    auto back = utf8::decode({text, size});
    CHECK(back.code_point == cp);
    CHECK(back.size == size);
  }
}

TEST_CASE("utf8 counts lines by LF, CR and CRLF, and columns by code point") {
  CHECK(utf8::locate("ab\ncd", 4) == location{2, 2});
  CHECK(utf8::locate("a\r\nb", 3) == location{2, 1});
  CHECK(utf8::locate("a\rb", 2) == location{2, 1});
  CHECK(utf8::locate("éé x", 5) == location{1, 4});
}
