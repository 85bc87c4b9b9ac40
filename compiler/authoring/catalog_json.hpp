#pragma once

#include "base/result.hpp"
#include "plan/catalog.hpp"

#include <string>
#include <string_view>

namespace troupe::compiler::authoring {

/// Writes the compiled schema file: JSON with a fixed order of keys, what can
/// be derived left out, and a hash over the content.
std::string write_catalog(const plan::catalog& x);

/// Reads a compiled schema. Errors (`invalid_schema`) name the key: unknown
/// keys, another format version, a hash that does not fit, indexes that lead
/// nowhere.
result<plan::catalog> read_catalog(std::string_view text);

/// The hash over the content that the file carries.
std::string catalog_hash(const plan::catalog& x);

/// Whether every index leads somewhere: the planner follows them unchecked.
bool is_sound(const plan::catalog& x);

} // namespace troupe::compiler::authoring
