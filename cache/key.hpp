#pragma once

#include "base/bytes.hpp"
#include "base/json_read.hpp"
#include "base/session_settings.hpp"

#include <cstdint>
#include <string_view>

namespace troupe::cache {

/// Writes the key of an answer: everything that it depends on but the data.
/// Every part has its length in front, so that no two different lists of parts
/// give the same key.
class key_writer {
public:
  explicit key_writer(bytes& to) : to_(to) {
    to_.clear();
  }

  void number(uint64_t x);

  void text(std::string_view x);

  /// Variables in one form, however they were written: members by name, the
  /// last of repeated ones. Null stands for none.
  void variables(const json::value* x);

  void session(const session_settings* x);

private:
  void value(const json::value& x);
  void object(const json::value& x);

  bytes& to_;
};

/// Returns what follows the first `count` numbers of a key.
std::string_view without_numbers(std::string_view key, int count) noexcept;

} // namespace troupe::cache
