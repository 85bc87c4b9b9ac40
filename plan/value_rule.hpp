#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What values of a custom scalar must satisfy.
namespace troupe::plan {

enum class value_rule_kind : uint8_t {
  pattern,  ///< `text` is a regular expression (RE2) that is found in it
  length,   ///< characters, from `min` to `max`
  range,    ///< a number, from `min` to `max`
  one_of,   ///< one of `values`
  checksum, ///< digits with a check digit; `text` is `luhn` or `mod97`
  email,
  phone,
  all, ///< all of `rules`
  any, ///< at least one of `rules`
};

struct value_rule {
  value_rule_kind kind = value_rule_kind::pattern;
  std::string text;
  std::string message; ///< in place of our words
  std::optional<int64_t> min, max;
  std::vector<std::string> values;
  std::vector<value_rule> rules;
};

} // namespace troupe::plan
