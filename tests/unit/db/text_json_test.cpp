#include "db/postgres/text_json.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::db::postgres;

namespace {

std::string json_of(std::string_view text, uint32_t type) {
  bytes out;
  write_text_json(out, text, type);
  return std::string{out.view()};
}

} // namespace

TEST_CASE("values become the JSON that to_jsonb would make") {
  CHECK(json_of("t", 16) == "true");
  CHECK(json_of("f", 16) == "false");
  CHECK(json_of("-7", 23) == "-7");
  CHECK(json_of("9223372036854775807", 20) == "9223372036854775807");
  CHECK(json_of("1.50", 1700) == "1.50");
  CHECK(json_of("1e+20", 701) == "1e+20");
  CHECK(json_of("NaN", 701) == "\"NaN\"");
  CHECK(json_of("-Infinity", 1700) == "\"-Infinity\"");
  CHECK(json_of("{\"a\": [1]}", 3802) == "{\"a\": [1]}");
  CHECK(json_of("a \"b\"\n", 25) == R"("a \"b\"\n")");
  CHECK(json_of("\\x00ff", 17) == R"("\\x00ff")");
  CHECK(json_of("2026-01-31", 1082) == "\"2026-01-31\"");
  CHECK(json_of("2026-01-31 12:00:00.5", 1114) == "\"2026-01-31T12:00:00.5\"");
  CHECK(json_of("2026-01-31 12:00:00+00", 1184)
        == "\"2026-01-31T12:00:00+00:00\"");
  CHECK(json_of("2026-01-31 12:00:00-05:30", 1184)
        == "\"2026-01-31T12:00:00-05:30\"");
  CHECK(json_of("0044-03-15 00:00:00 BC", 1114)
        == "\"0044-03-15 00:00:00 BC\"");
  CHECK(json_of("infinity", 1184) == "\"infinity\"");
}

TEST_CASE("arrays become arrays") {
  CHECK(json_of("{}", 1007) == "[]");
  CHECK(json_of("{1,NULL,3}", 1007) == "[1,null,3]");
  CHECK(json_of("{{1,2},{3,4}}", 1016) == "[[1,2],[3,4]]");
  CHECK(json_of("[0:1]={1,2}", 1007) == "[1,2]");
  CHECK(json_of(R"({a,"b c","NULL","q\"\\"})", 1009)
        == R"(["a","b c","NULL","q\"\\"])");
  CHECK(json_of("{t,f}", 1000) == "[true,false]");
  CHECK(json_of(R"({"{\"a\": 1}"})", 3807) == R"([{"a": 1}])");
  CHECK(json_of(R"({"2026-01-31 12:00:00+00"})", 1185)
        == R"(["2026-01-31T12:00:00+00:00"])");
}

TEST_CASE("what is no array stays a string") {
  for (const auto* wrong :
       {"", "{", "{1", "{1,", "{1,}", "{,1}", "{1}x", "{\"", "{\"a", "{\"a\\",
        "[0:1]", "{{{{{{{1}}}}}}}", "{a{b}}"})
    CHECK(json_of(wrong, 1007).front() == '"');
}

TEST_CASE("a value as text is that of its JSON") {
  CHECK(plain_text("t", 16) == "true");
  CHECK(plain_text("7", 23) == "7");
  CHECK(plain_text("2026-01-31 12:00:00+00", 1184)
        == "2026-01-31T12:00:00+00:00");
}
