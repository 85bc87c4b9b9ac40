#include "plan/opaque.hpp"

#include <catch2/catch.hpp>

using namespace troupe::plan;

TEST_CASE("base64url goes there and back") {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    CHECK(read_base64(base64url(text)) == text);
    text += static_cast<char>(i * 37);
  }
  CHECK(read_base64("Zm9vYmE=") == std::string{"fooba"});
  CHECK(read_base64("-_+/") == read_base64("+/-_"));
  CHECK(!read_base64("a b"));
}

TEST_CASE("a cursor belongs to its ordering") {
  auto text = make_cursor(7, R"(["a",null,1.5])");
  auto mine = read_cursor(7, text);
  CHECK(mine.fault == cursor_fault::none);
  CHECK(mine.values == R"(["a",null,1.5])");
  CHECK(read_cursor(8, text).fault == cursor_fault::other_ordering);
}

TEST_CASE("a cursor that was touched is broken") {
  auto text = make_cursor(7, "[123]");
  for (size_t i = 0; i < text.size(); ++i) {
    auto wrong = text;
    wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
    CHECK(read_cursor(7, wrong).fault == cursor_fault::broken);
    CHECK(read_cursor(7, text.substr(0, i)).fault == cursor_fault::broken);
  }
  CHECK(read_cursor(7, "").fault == cursor_fault::broken);
}

TEST_CASE("a global id keeps its parts") {
  for (const auto& key : std::vector<std::vector<std::string>>{
         {"7"}, {"a:b", "c\\d"}, {""}, {":", "\\", "\\:"}}) {
    auto id = read_global_id(make_global_id("Thing", key));
    CHECK(id.type == "Thing");
    CHECK(id.key == key);
  }
  CHECK(read_global_id("VGhpbmc6Nw==").key == std::vector<std::string>{"7"});
  CHECK(read_global_id("VGhpbmc").type.empty());
  CHECK(read_global_id("!").type.empty());
}
