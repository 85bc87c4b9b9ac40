#include "actors/table_facts.hpp"

#include "fact_rows.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::actors;
using names = std::vector<std::string>;

TEST_CASE("facts are read by table, whatever order they come in") {
  auto facts = read_facts(*fact_rows({
    {"table", "town", ""},
    {"key", "town", "name"},
    {"key", "town", "country"},
    {"deletes", "town", "street"},
    {"updates", "town", "street"},
    {"renames", "town", "club"},
    {"parts", "town", "town_old"},
    {"triggers", "town", ""},
    {"view", "towns", ""},
    {"reads", "towns", "town"},
    {"opaque", "towns", ""},
    {"unstable", "now_towns", ""},
    {"text", "towns", "abc"},
  }));
  const auto* town = facts->find("town");
  REQUIRE(town != nullptr);
  CHECK(town->key == names{"country", "name"});
  CHECK(town->deletes == names{"street"});
  CHECK(town->updates == names{"street"});
  CHECK(town->renames == names{"club"});
  CHECK(town->parts == names{"town_old"});
  CHECK(town->triggers);
  CHECK_FALSE(town->view);
  CHECK_FALSE(town->opaque);
  const auto* towns = facts->find("towns");
  REQUIRE(towns != nullptr);
  CHECK(towns->view);
  CHECK(towns->opaque);
  CHECK(towns->reads == names{"town"});
  CHECK(towns->texts == names{"abc"});
  CHECK(facts->find("now_towns")->unstable);
  CHECK(facts->find("nothing") == nullptr);
}

TEST_CASE("facts are equal if they say the same") {
  auto a = read_facts(*fact_rows({{"reads", "v", "a"}, {"reads", "v", "b"}}));
  auto b = read_facts(*fact_rows({{"reads", "v", "b"}, {"reads", "v", "a"}}));
  auto c = read_facts(
    *fact_rows({{"reads", "v", "b"}, {"reads", "v", "a"}, {"text", "v", "x"}}));
  CHECK(*a == *b);
  CHECK_FALSE(*a == *c);
}

TEST_CASE("words that facts do not know are passed over") {
  auto facts = read_facts(*fact_rows({{"later", "t", "x"}}));
  REQUIRE(facts->find("t") != nullptr);
  CHECK(*facts->find("t") == table_fact{});
}
