#pragma once

#include "base/json_read.hpp"

#include <functional>
#include <string>
#include <string_view>

/// What keys the format has, and where.
namespace troupe::compiler::authoring::fraiseql {

/// Reports an error at a place like `types[0].fields[2]`.
using complaint =
  std::function<void(const std::string& place, const std::string& message)>;

/// Holds a whole document against the format: unknown keys, values of the wrong
/// kind, missing names.
void check_keys(const json::value& schema, const complaint& report);

} // namespace troupe::compiler::authoring::fraiseql
