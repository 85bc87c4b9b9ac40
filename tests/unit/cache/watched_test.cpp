#include "cache/watched.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace troupe::cache;

TEST_CASE("what a thread looks at is seen by others until it looks away") {
  int x = 0;
  int y = 0;
  auto* me = watcher::mine();
  REQUIRE(me != nullptr);
  CHECK(me == watcher::mine());
  me->look_at(&x);
  auto sees = [](const void* what) {
    bool out = false;
    std::thread other{[&] { out = watched{}.contains(what); }};
    other.join();
    return out;
  };
  CHECK(sees(&x));
  CHECK_FALSE(sees(&y));
  me->look_at(&y);
  CHECK_FALSE(sees(&x));
  CHECK(sees(&y));
  me->look_away();
  CHECK_FALSE(sees(&y));
}

TEST_CASE("a watcher is another thread's when its own has ended") {
  auto number = [] {
    size_t out = 0;
    std::thread one{[&] { out = watcher::mine()->number(); }};
    one.join();
    return out;
  };
  auto first = number();
  CHECK(first != watcher::mine()->number());
  for (size_t i = 0; i < 2 * watcher::most; ++i)
    REQUIRE(number() == first);
}
