#pragma once

#include "base/bytes.hpp"
#include "base/error.hpp"

#include <string>
#include <vector>

namespace troupe::runtime {

/// An entry of `errors` in a response (specification §7.1.2).
struct field_error {
  ec code = ec::internal;
  std::string message;
  std::vector<location> locations;
  std::string path; ///< JSON text of the path; empty: none
  /// Fields that a broken constraint is about (`extensions.fields`).
  std::vector<std::string> fields = {};
  /// `extensions.code` where it is not that of `code`.
  std::string_view named_code = {};
  /// More of `extensions`: `,"name":value` in JSON.
  std::string more = {};
};

/// Returns what a client may see of an error: client errors as they are, of all
/// others the kind.
field_error to_field_error(const error& x);

/// Appends `"errors":[...]`.
void write_errors(bytes& out, const std::vector<field_error>& errors);

} // namespace troupe::runtime
