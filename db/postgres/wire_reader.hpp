#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::db::postgres {

/// Reads integers in network order and texts from bytes that somebody else
/// wrote. What goes beyond the end makes it `failed`, and everything that is
/// read after it zero or empty: callers check once, at the end.
class wire_reader {
public:
  explicit wire_reader(std::string_view bytes) noexcept : left_(bytes) {
    // nop
  }

  bool failed() const noexcept {
    return failed_;
  }

  /// Returns how many bytes are left.
  size_t left() const noexcept {
    return left_.size();
  }

  uint8_t u8() noexcept {
    return static_cast<uint8_t>(number(1));
  }

  uint16_t u16() noexcept {
    return static_cast<uint16_t>(number(2));
  }

  uint32_t u32() noexcept {
    return static_cast<uint32_t>(number(4));
  }

  uint64_t u64() noexcept {
    return number(8);
  }

  /// Returns the next `n` bytes.
  std::string_view take(size_t n) noexcept {
    if (n > left_.size()) {
      fail();
      return {};
    }
    auto out = left_.substr(0, n);
    left_.remove_prefix(n);
    return out;
  }

  /// Returns the text before the next zero byte, and skips that.
  std::string_view text() noexcept {
    auto end = left_.find('\0');
    if (end == std::string_view::npos) {
      fail();
      return {};
    }
    auto out = left_.substr(0, end);
    left_.remove_prefix(end + 1);
    return out;
  }

  std::string_view rest() noexcept {
    return take(left_.size());
  }

  void fail() noexcept {
    failed_ = true;
    left_ = {};
  }

private:
  uint64_t number(size_t size) noexcept {
    uint64_t out = 0;
    for (auto c : take(size))
      out = out << 8 | static_cast<uint8_t>(c);
    return out;
  }

  std::string_view left_;
  bool failed_ = false;
};

} // namespace troupe::db::postgres
