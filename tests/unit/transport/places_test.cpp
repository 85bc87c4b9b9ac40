#include "transport/http/places.hpp"

#include <catch2/catch.hpp>

using troupe::transport::places;

TEST_CASE("connections go to the listener that has the fewest") {
  auto x = std::make_shared<places>(3);
  CHECK(x->choose(0) == 0);
  auto first = x->take(0);
  // One more is no reason to hand it over: the next one evens it out.
  CHECK(x->choose(0) == 0);
  auto second = x->take(0);
  CHECK(x->choose(0) == 1);
  CHECK(x->choose(1) == 1);
  auto third = x->take(1);
  CHECK(x->choose(0) == 2);
  auto fourth = x->take(2);
  CHECK(x->choose(0) == 0);
  second.reset();
  first.reset();
  CHECK(x->count(0) == 0);
  CHECK(x->choose(1) == 1);
}

TEST_CASE("places are shared out evenly whoever accepts") {
  auto x = std::make_shared<places>(2);
  std::vector<std::shared_ptr<void>> kept;
  for (int i = 0; i < 64; ++i)
    kept.push_back(x->take(x->choose(0)));
  CHECK(x->count(0) >= 32);
  CHECK(x->count(0) <= 33);
  auto last = kept.back();
  kept.clear();
  CHECK(x->count(0) + x->count(1) == 1);
  last.reset();
  CHECK(x->count(0) + x->count(1) == 0);
}
