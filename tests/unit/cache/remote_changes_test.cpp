#include "cache/remote_changes.hpp"

#include "cache/versions.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace troupe::cache;

namespace {

using slots = std::vector<uint32_t>;

slots taken(remote_changes& x) {
  auto out = x.take();
  std::ranges::sort(out);
  return out;
}

} // namespace

TEST_CASE("a change stays to be said until it was heard of") {
  remote_changes all;
  CHECK(all.settled());
  all.add(1);
  all.add(2);
  all.add(1);
  CHECK(taken(all) == slots{1, 2});
  CHECK(taken(all).empty());
  CHECK_FALSE(all.settled());
  all.heard(2);
  CHECK(all.settled());
}

TEST_CASE("what was said over a lost connection is said again") {
  remote_changes all;
  all.add(1);
  all.take();
  all.add(2);
  all.take();
  all.heard(1);
  all.add(3);
  all.lost();
  CHECK(taken(all) == slots{2, 3});
  all.heard(9);
  CHECK(all.settled());
}

TEST_CASE("very many changes become everything") {
  remote_changes all;
  for (uint32_t i = 0; i <= remote_changes::most; ++i)
    all.add(i);
  CHECK(taken(all) == slots{remote_changes::everything});
  all.add(7);
  all.lost();
  CHECK(taken(all) == slots{remote_changes::everything});
}

TEST_CASE("whoever says changes is woken once for each time that they come") {
  remote_changes all;
  int woken = 0;
  all.wake([&] { ++woken; });
  all.add(1);
  all.add(2);
  CHECK(woken == 1);
  all.take();
  all.add(3);
  CHECK(woken == 2);
  all.wake({});
  all.take();
  all.add(4);
  CHECK(woken == 2);
}

TEST_CASE("counters tell what they count before they count it") {
  remote_changes told;
  versions counters;
  counters.tell(&told);
  auto any = versions::table_slot("t", aspect::any);
  bool before = false;
  auto was = counters.now(any);
  told.wake([&] { before = counters.now(any) == was; });
  counters.row_changed("t", "id=1:7");
  CHECK(before);
  slots expected{versions::any_change, any, versions::row_slot("t", "id=1:7")};
  std::ranges::sort(expected);
  CHECK(taken(told) == expected);
  counters.forget_own();
  CHECK(taken(told).empty());
  counters.forget_all();
  CHECK(taken(told) == slots{remote_changes::everything});
}
