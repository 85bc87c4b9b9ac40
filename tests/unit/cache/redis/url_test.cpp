#include "cache/redis/url.hpp"

#include <catch2/catch.hpp>

using namespace troupe;

TEST_CASE("a URL of Redis is taken apart") {
  auto x = redis::parse_url("redis://:s%40e%2Fc@cache.local:6380/3");
  REQUIRE(x);
  CHECK(x->host == "cache.local");
  CHECK(x->port == 6380);
  CHECK(x->user.empty());
  CHECK(x->password == "s@e/c");
  CHECK(x->database == 3);
  CHECK(x->shown == "redis://cache.local:6380/3");
  auto least = redis::parse_url("redis://h");
  REQUIRE(least);
  CHECK(least->port == 6379);
  CHECK(least->database == 0);
  auto more = redis::parse_url("redis://app:pw@[::1]:7/");
  REQUIRE(more);
  CHECK(more->user == "app");
  CHECK(more->host == "::1");
  CHECK(more->port == 7);
}

TEST_CASE("a URL of Redis that cannot be read is refused without its secrets") {
  for (auto text :
       {"", "http://h", "redis://", "redis://h:0", "redis://h:66000",
        "redis://h:x", "redis://h/x", "redis://h/-1", "redis://:hush%4@h",
        "redis://:hush%zz@h", "redis://hush@h", "redis://[::1",
        "redis://:hush@", "rediss://:hush@h"}) {
    INFO(text);
    auto x = redis::parse_url(text);
    REQUIRE_FALSE(x);
    CHECK(x.error().code == ec::invalid_config);
    CHECK(x.error().detail.find("hush") == std::string::npos);
    CHECK(x.error().detail.find("cache.redis") == 0);
  }
}
