#pragma once

#include <cstddef>
#include <string_view>

/// Finds values in JSON text without making a tree of it: what is not asked for
/// is skipped, what is asked for is a view of the text. For text that a
/// database has checked; broken text ends early and never reads beyond.
namespace troupe::runtime::json_cut {

/// Returns the text of the value that begins at `at` (white space is skipped),
/// and moves `at` behind it. Empty if there is none.
std::string_view value(std::string_view text, size_t& at) noexcept;

/// Walks the members of an object or the items of an array.
class walker {
public:
  /// `text` is the text of an object or array, from bracket to bracket.
  explicit walker(std::string_view text) noexcept : text_(text), at_(1) {
    // nop
  }

  /// Moves to the next member; false at the end. `key` is raw: escapes are not
  /// resolved.
  bool member(std::string_view& key, std::string_view& value) noexcept;

  /// Moves to the next item; false at the end.
  bool item(std::string_view& value) noexcept;

private:
  bool more() noexcept;

  std::string_view text_;
  size_t at_;
};

} // namespace troupe::runtime::json_cut
