#include "actors/supervision/restarts.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::actors;
using namespace std::chrono_literals;

namespace {

const steady::time_point start{};

} // namespace

TEST_CASE("the first restart is immediate, later ones wait longer and longer") {
  restarts x{
    {.most = 6, .window = 60s, .first_backoff = 100ms, .last_backoff = 350ms},
    1};
  CHECK(x.next(start) == 0ms);
  for (auto whole : {100ms, 200ms, 350ms, 350ms, 350ms}) {
    auto wait = x.next(start);
    REQUIRE(wait);
    CHECK(*wait >= whole / 2);
    CHECK(*wait <= whole);
  }
  CHECK_FALSE(x.next(start));
  CHECK(x.count() == 6);
}

TEST_CASE("failures outside the window are forgotten") {
  restarts x{{.most = 1, .window = 10s}, 1};
  CHECK(x.next(start) == 0ms);
  CHECK_FALSE(x.next(start + 9s));
  CHECK(x.next(start + 10s) == 0ms);
}

TEST_CASE("those who fail together do not wait equally long") {
  restarts a{{.first_backoff = 10s, .last_backoff = 60s}, 1};
  restarts b{{.first_backoff = 10s, .last_backoff = 60s}, 2};
  a.next(start);
  b.next(start);
  CHECK(a.next(start) != b.next(start));
}
