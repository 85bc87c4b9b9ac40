#include "cache/operations.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace troupe::cache;

TEST_CASE("operations give one id to one document and name") {
  operations all{100, 10'000};
  known_operations here{all};
  known_operations there{all};
  auto id = here.find({"{ a }", "", false})->id;
  CHECK(there.find({"{ a }", "", false})->id == id);
  CHECK(here.find({"{ a }", "x", false})->id != id);
  CHECK(here.find({"{ a }", "", true})->id != id);
  CHECK(here.find({"{ b }", "", false})->id != id);
  CHECK(here.find({"{ a }", "", false})->id == id);
}

TEST_CASE("operations never give the id of a forgotten one again") {
  operations all{10, 10'000};
  auto first = all.find({"first", "", false})->id;
  for (int i = 0; i < 20; ++i)
    all.find({"text " + std::to_string(i), "", false});
  CHECK(all.find({"first", "", false})->id > first + 20);
}

TEST_CASE("operations are bounded in bytes") {
  operations all{1'000, 1'000};
  std::string long_text(300, 'x');
  for (int i = 0; i < 20; ++i)
    all.find({long_text + std::to_string(i), "", false});
  CHECK(all.busiest(100).size() == 3);
}

TEST_CASE("what a reactor knows of operations is bounded in bytes") {
  operations all{10, 10'000};
  known_operations here{all};
  // Held by nobody else for long: a node remembers ten.
  std::vector<std::weak_ptr<operation>> seen;
  for (int i = 0; i < 100; ++i) {
    std::string text = std::to_string(i);
    text.resize(1024 * 1024, ' ');
    seen.emplace_back(here.find({text, "", false}));
  }
  auto held =
    std::ranges::count_if(seen, [](const auto& x) { return !x.expired(); });
  CHECK(held <= 5);
}
