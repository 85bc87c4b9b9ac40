#include "cache/operations.hpp"

#include <catch2/catch.hpp>

#include <string>

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
