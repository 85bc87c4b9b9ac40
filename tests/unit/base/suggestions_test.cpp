#include "base/suggestions.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace troupe;

namespace {

std::string suggest(std::string_view input,
                    std::vector<std::string_view> options) {
  return did_you_mean(suggestions(input, options));
}

} // namespace

TEST_CASE("suggestions name close words, best first") {
  CHECK(suggest("emial", {"email", "id", "emails"})
        == " Did you mean \"email\" or \"emails\"?");
  CHECK(suggest("xyz", {"email"}).empty());
}

TEST_CASE("suggestions take a wrong case for a near miss") {
  CHECK(suggest("USER", {"user"}) == " Did you mean \"user\"?");
}

TEST_CASE("suggestions list three with commas") {
  CHECK(suggest("abc", {"abd", "abe", "abf"})
        == " Did you mean \"abd\", \"abe\", or \"abf\"?");
}
