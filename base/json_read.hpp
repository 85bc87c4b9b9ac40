#pragma once

#include "base/arena.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace troupe::json {

enum class kind : uint8_t {
  null,
  boolean,
  integer,
  real,
  string,
  list,
  object
};

struct member;

/// One JSON value, in an arena. Numbers keep their text, so that nothing is
/// lost beyond 64 bits: `integer` is a number without fraction and exponent
/// that fits int64, everything else is `real`.
struct value {
  json::kind kind = json::kind::null;
  bool boolean = false;
  /// String content (unescaped, UTF-8) or the number as it was written.
  std::string_view text;
  int64_t integer = 0;
  double real = 0;
  std::span<const value> items;
  std::span<const member> members;

  /// Returns the member `key` of an object, the last one if it repeats, or null
  /// if there is none or this is not an object.
  const value* find(std::string_view key) const noexcept;

  bool is_null() const noexcept {
    return kind == json::kind::null;
  }

  bool is_string() const noexcept {
    return kind == json::kind::string;
  }

  bool is_object() const noexcept {
    return kind == json::kind::object;
  }

  bool is_list() const noexcept {
    return kind == json::kind::list;
  }
};

struct member {
  std::string_view key;
  json::value value;
};

/// Parses one JSON text (RFC 8259) whole. The tree and all its strings live in
/// `memory`. Errors are `bad_request` and name line and column where known;
/// nesting beyond `max_depth` is an error.
result<const value*> parse(std::string_view text, arena& memory,
                           size_t max_depth = 128);

/// Appends `x` as compact JSON.
void write(bytes& out, const value& x);

} // namespace troupe::json
