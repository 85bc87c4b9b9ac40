#pragma once

#include "base/result.hpp"
#include "plan/catalog.hpp"

#include <string>
#include <string_view>

namespace troupe::compiler::authoring {

/// Writes the compiled schema file: JSON with a fixed order of keys and lines,
/// what can be derived left out, and a hash over all that follows it.
std::string write_catalog(const plan::catalog& x);

/// Reads a compiled schema. Models and root fields are read when they are
/// looked at, from the text, which the catalog keeps. Errors (`invalid_schema`)
/// name the key: unknown keys, another format version, a hash that does not
/// fit. What fits its hash was written by `write_catalog`; a model in it that
/// cannot be read all the same is a `std::runtime_error` when it is looked at.
result<plan::catalog> read_catalog(std::string text);

/// Whether every index leads somewhere: the planner follows them unchecked.
bool is_sound(const plan::catalog& x);

} // namespace troupe::compiler::authoring
