#include "runtime/json_cut.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace troupe::runtime;

namespace {

std::string members(std::string_view text) {
  std::string out;
  json_cut::walker walk{text};
  std::string_view key;
  std::string_view value;
  while (walk.member(key, value))
    out += std::string{key} + "=" + std::string{value} + ";";
  return out;
}

} // namespace

TEST_CASE("members are views of the text") {
  CHECK(members(R"({"a": 1, "b": "x", "c": {"d": [1, "}"]}, "e": null})")
        == R"(a=1;b="x";c={"d": [1, "}"]};e=null;)");
  CHECK(members(R"({"a":"q\"uo\\","b":"\\\\"})") == R"(a="q\"uo\\";b="\\\\";)");
  CHECK(members("{}") == "");
  CHECK(members("{ \n }") == "");
}

TEST_CASE("items are views of the text") {
  json_cut::walker walk{R"([1, "a,b", [2, 3], {"x": 1}, true])"};
  std::vector<std::string> out;
  std::string_view item;
  while (walk.item(item))
    out.emplace_back(item);
  CHECK(out
        == std::vector<std::string>{"1", "\"a,b\"", "[2, 3]", R"({"x": 1})",
                                    "true"});
}

TEST_CASE("broken text ends early") {
  const std::string whole = R"({"a": {"b": "c\\d"}, "e": [1, 2]})";
  for (size_t i = 0; i <= whole.size(); ++i) {
    std::string cut = whole.substr(0, i);
    members(cut);
    json_cut::walker walk{cut};
    std::string_view item;
    for (int n = 0; n < 20 && walk.item(item); ++n)
      CHECK(item.size() <= cut.size());
  }
}
