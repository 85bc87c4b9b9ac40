#pragma once

#include "base/bytes.hpp"
#include "plan/rows.hpp"
#include "plan/types.hpp"

#include <string>
#include <string_view>

namespace troupe::runtime {

/// Returns a key's cell as bytes that equal those of the same key in other
/// rows: its text.
std::string key_of(const plan::cell& x);

/// Keys as one parameter: an array literal for PostgreSQL, a JSON array for
/// SQLite, as `plan::transform::list` makes them.
class key_list {
public:
  explicit key_list(plan::dialect dialect);

  /// Appends what `key_of` gave.
  void add(std::string_view key);

  std::string take();

private:
  plan::dialect dialect_;
  bytes text_;
};

} // namespace troupe::runtime
