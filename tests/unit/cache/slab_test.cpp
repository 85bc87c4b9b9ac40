#include "cache/slab.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <random>
#include <vector>

using namespace troupe::cache;

TEST_CASE("slab rounds sizes up by little") {
  for (size_t n = 200; n <= 8192; ++n) {
    REQUIRE(slab::rounded(n) >= n);
    REQUIRE(slab::rounded(n) < n + 32 + n / 16);
  }
}

TEST_CASE("slab hands out blocks that do not overlap") {
  struct block {
    char* data;
    size_t size;
    char mark;
  };
  slab memory;
  std::minstd_rand random{17};
  std::vector<block> all;
  auto intact = [](const block& x) {
    return x.data[0] == x.mark && x.data[x.size - 1] == x.mark;
  };
  for (int i = 0; i < 20'000; ++i) {
    if (!all.empty() && random() % 3 == 0) {
      auto at = random() % all.size();
      REQUIRE(intact(all[at]));
      slab::release(all[at].data, all[at].size);
      all[at] = all.back();
      all.pop_back();
      continue;
    }
    block x{nullptr, 1 + random() % 9000, static_cast<char>(random())};
    x.data = static_cast<char*>(memory.allocate(x.size));
    REQUIRE(reinterpret_cast<uintptr_t>(x.data) % 16 == 0);
    std::memset(x.data, x.mark, x.size);
    all.push_back(x);
  }
  for (const auto& x : all) {
    REQUIRE(intact(x));
    slab::release(x.data, x.size);
  }
  // One page of each size may stay.
  CHECK(memory.reserved() <= 96 * 128 * 1024);
}
