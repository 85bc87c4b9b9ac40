#pragma once

#include <string>
#include <string_view>

namespace troupe::graphql::types {

/// What values of a custom scalar must satisfy, beyond what its name says.
class value_check {
public:
  value_check() = default;
  value_check(const value_check&) = delete;
  value_check& operator=(const value_check&) = delete;
  virtual ~value_check() = default;

  /// Says what is wrong with a value (`must have at most 8 characters`); empty
  /// if nothing is. Text and digits come as they are written.
  virtual std::string problem(std::string_view text) const = 0;
};

} // namespace troupe::graphql::types
