#include "cache/remote_entry.hpp"

#include "base/hash.hpp"
#include "cache/key.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using namespace troupe;
using namespace troupe::cache;

namespace {

remote_entry example() {
  remote_entry out;
  out.key = "key";
  out.body = "{\"data\":{}}";
  out.mark = 0xfedcba9876543210;
  out.dependencies = {{0, 1, true}, {8'191, UINT64_MAX, false}, {130'000, 7}};
  out.ttl = 86'400;
  out.age_said = true;
  out.reach = reach::one_user;
  return out;
}

std::string written(const remote_entry& x) {
  bytes out;
  write_remote(out, x);
  return std::string{out.view()};
}

/// Makes the checksum right, as whoever forges a value would.
std::string signed_again(std::string x) {
  auto sum = hash64(std::string_view{x}.substr(12));
  for (size_t i = 0; i < 8; ++i)
    x[4 + i] = static_cast<char>(sum >> (8 * i));
  return x;
}

} // namespace

TEST_CASE("a shared answer is read as it was written") {
  auto from = example();
  auto text = written(from);
  auto got = read_remote(text);
  REQUIRE(got);
  CHECK(got->key == from.key);
  CHECK(got->body == from.body);
  CHECK(got->mark == from.mark);
  CHECK(got->dependencies == from.dependencies);
  CHECK(got->ttl == from.ttl);
  CHECK(got->age_said);
  CHECK(got->reach == reach::one_user);
  auto nothing = read_remote(written({}));
  REQUIRE(nothing);
  CHECK(nothing->body.empty());
  CHECK(nothing->dependencies.empty());
}

TEST_CASE("a shared answer that is cut, longer or changed is none") {
  auto text = written(example());
  for (size_t n = 0; n < text.size(); ++n)
    CHECK_FALSE(read_remote(text.substr(0, n)));
  CHECK_FALSE(read_remote(text + "x"));
  for (size_t i = 0; i < text.size(); ++i) {
    auto other = text;
    other[i] = static_cast<char>(other[i] ^ 4);
    CHECK_FALSE(read_remote(other));
  }
}

TEST_CASE("lengths in a shared answer are held to what is there, whatever its "
          "checksum says") {
  auto text = written(example());
  for (size_t n = 12; n < text.size(); ++n)
    CHECK_FALSE(read_remote(signed_again(text.substr(0, n))));
  // key, body, flags, dependencies
  for (size_t at : {12, 13, 15, 16, 19, 32, 33, 34})
    for (int c : {0x7f, 0x80, 0xff}) {
      auto other = text;
      other[at] = static_cast<char>(c);
      CHECK_FALSE(read_remote(signed_again(other)));
    }
  std::mt19937 random{7};
  for (int i = 0; i < 20'000; ++i) {
    std::string noise = "TRC1";
    noise.resize(12 + random() % 80);
    for (size_t k = 4; k < noise.size(); ++k)
      noise[k] = static_cast<char>(random() % 8 == 0 ? random() : 0);
    if (auto got = read_remote(signed_again(noise)))
      CHECK(got->key.size() + got->body.size() <= noise.size());
  }
}

TEST_CASE("names of shared answers are hex and differ") {
  CHECK(remote_name("a").size() == 32);
  CHECK(remote_name("a") != remote_name("b"));
  CHECK(remote_name("a").find_first_not_of("0123456789abcdef")
        == std::string::npos);
}

TEST_CASE("a key without its first numbers is what follows them") {
  bytes text;
  key_writer key{text};
  key.number(300);
  key.number(5);
  key.text("rest");
  auto rest = without_numbers(text.view(), 2);
  CHECK(rest.substr(1) == "rest");
  CHECK(without_numbers(text.view(), 0) == text.view());
  CHECK(without_numbers("", 2).empty());
  CHECK(without_numbers("\xff\xff", 2).empty());
}
