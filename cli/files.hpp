#pragma once

#include "base/result.hpp"
#include "compiler/authoring/author.hpp"
#include "plan/facts.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace troupe::cli {

/// Reads a whole file. Errors are `file_error` and name it.
result<std::string> read_file(const std::string& path);

/// Writes a file whole or not at all. `-` is stdout.
result<void> write_file(const std::string& path, const std::string& text);

/// Reads what a database says about itself; with `documents` also what some
/// rows of document views look like.
result<plan::database_facts> read_facts(const std::string& url,
                                        bool documents = false);

/// What `compile_files` says about a schema that holds.
struct compile_report {
  bool strict = false;  ///< warnings about the database are errors
  bool advice = false;  ///< tell also what is only slow if it is asked for
  bool verbose = false; ///< all warnings, not just the first ones
};

/// Compiles SDL files, with the facts of a database where a URL is given, and
/// prints every error with its place, and warnings. Returns nothing after
/// errors; `code` then has the exit code.
std::optional<plan::catalog>
compile_files(const std::vector<std::string>& paths, const std::string& url,
              int& code, const compile_report& report = {});

/// Reads a compiled schema, or compiles SDL (`.graphql`) on the spot.
std::shared_ptr<const plan::catalog>
load_schema(const std::string& path, const std::string& url, int& code);

} // namespace troupe::cli
