#pragma once

#include "base/error.hpp"
#include "compiler/authoring/author.hpp"
#include "graphql/language/parser.hpp"

#include <span>
#include <string>
#include <vector>

namespace troupe::compiler::authoring {

/// Several files as one document, for the rules that look at all of them, and
/// the way back from a place in it to the file.
class joined_files {
public:
  /// `prelude` is SDL that no file has; places in it belong to no file.
  joined_files(std::string prelude, std::span<const source_file> files);

  /// Null if the files do not parse together.
  const graphql::language::document* document() const noexcept {
    return parsed_ ? &*parsed_ : nullptr;
  }

  /// Turns a finding about the document into one about the file of its first
  /// place. Returns false if no file has anything to do with it.
  bool place(error& why, size_t& file) const;

private:
  std::vector<size_t> first_line_; ///< of each file
  result<graphql::language::document> parsed_;
};

} // namespace troupe::compiler::authoring
