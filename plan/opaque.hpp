#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Strings that mean something to us and nothing to clients: cursors and global
/// ids. Base64 keeps people from building on what is inside; it hides nothing
/// that the client may not know.
namespace troupe::plan {

/// RFC 4648 §5, without padding.
std::string base64url(std::string_view x);

/// Reads either alphabet of RFC 4648, with or without padding.
std::optional<std::string> read_base64(std::string_view x);

/// A place in an ordering: the sort keys of a row as a JSON list. `ordering`
/// tells the ordering, so that a cursor is refused by another one.
std::string make_cursor(uint32_t ordering, std::string_view values);

enum class cursor_fault : uint8_t {
  none,
  broken,        ///< no cursor of ours
  other_ordering ///< one, but of another list or another orderBy
};

struct cursor {
  cursor_fault fault = cursor_fault::broken;
  std::string values; ///< JSON list
};

cursor read_cursor(uint32_t ordering, std::string_view text);

/// The type and key of a row: `Customer:7`, `Line:7:2`. Colons and backslashes
/// within a key are escaped by a backslash.
std::string make_global_id(std::string_view type,
                           const std::vector<std::string>& key);

struct global_id {
  std::string type; ///< empty if the text was no global id
  std::vector<std::string> key;
};

global_id read_global_id(std::string_view text);

} // namespace troupe::plan
