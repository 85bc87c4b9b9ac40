#include "actors/write_pins.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::actors;
using namespace std::chrono_literals;

TEST_CASE("a client that wrote is pinned for a while, and others are not") {
  write_pins pins{5s};
  auto now = steady::now();
  CHECK_FALSE(pins.pinned(7, now));
  pins.pin(7, now);
  CHECK(pins.pinned(7, now));
  CHECK(pins.pinned(7, now + 4999ms));
  CHECK_FALSE(pins.pinned(7, now + 5s));
  CHECK_FALSE(pins.pinned(8, now));
}

TEST_CASE("another write pins anew") {
  write_pins pins{5s};
  auto now = steady::now();
  pins.pin(7, now);
  pins.pin(7, now + 3s);
  CHECK(pins.pinned(7, now + 7s));
}
