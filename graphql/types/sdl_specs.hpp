#pragma once

#include "base/error.hpp"
#include "graphql/types/build.hpp"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace troupe::graphql::types {

/// The definitions of an SDL document as specs, extensions merged into what
/// they extend. The strings it refers to are the document's or its own.
struct specs {
  std::vector<type_spec> types;
  std::vector<directive_spec> directives;
  bool has_schema = false;
  std::string_view roots[3];
  std::optional<std::string_view> description;
  error failure{ec::none, {}, {}};
  std::deque<std::string> texts;
};

specs specs_of(const language::document& sdl);

/// Prints a type reference in its notation.
std::string notation(const language::type_reference& x);

} // namespace troupe::graphql::types
