#pragma once

#include "base/error.hpp"
#include "plan/catalog.hpp"
#include "plan/facts.hpp"

#include <span>
#include <string>
#include <vector>

namespace troupe::compiler::authoring {

/// One SDL file: its name for messages, and its text.
struct source_file {
  std::string name;
  std::string text;
};

/// An error and the file that it is in.
struct source_error {
  std::string file;
  error why;
};

/// A catalog, or why there is none.
struct authored {
  plan::catalog catalog;
  std::vector<source_error> errors;
  /// What its author should know, though it holds.
  std::vector<std::string> warnings = {};
};

/// Makes a catalog of SDL with binding directives (README.md of this folder).
/// With `facts`, column types, nullability and keys are the database's, and
/// every table and column must be there; without, they are derived from the
/// GraphQL types. Errors name file, line, column and what to write instead.
authored author(std::span<const source_file> files,
                const plan::database_facts* facts);

} // namespace troupe::compiler::authoring
