#pragma once

#include "plan/operation.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What an operation delivers after its first answer (incremental delivery,
/// working draft: @defer, @stream).
namespace troupe::plan {

/// A @defer or @stream at one place of the response.
struct delivery_group {
  int32_t parent = -1; ///< the @defer that surrounds it; -1: none
  std::optional<std::string> label;
  /// Entries of the path to its place: names and indexes.
  uint32_t depth = 0;
};

/// Fields of an object, or the rest of a list, that come later.
struct later_part {
  /// The groups that wait for it; a field that two @defer ask for has two.
  std::vector<int32_t> groups;
  /// The rest of a list (@stream): `shape` has that one field.
  bool items = false;
  /// Root fields; empty for the fields of an object.
  std::vector<step> steps;
  /// Reads the rows of all objects at once by their keys.
  std::shared_ptr<const plan::statement> statement;
  plan::shape shape;
  /// Where the key is in these rows.
  std::vector<int32_t> keys;
};

/// The parameters of `later_part::statement` that are filled with keys say so
/// by their leaf: key column 0 is -2, column 1 is -3.
constexpr int32_t key_leaf(size_t column) noexcept {
  return -2 - static_cast<int32_t>(column);
}

struct later_parts {
  std::vector<delivery_group> groups;
  std::vector<later_part> parts;
  /// Those of the root, which begin with the first answer.
  std::vector<int32_t> root;
};

} // namespace troupe::plan
