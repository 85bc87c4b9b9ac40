#pragma once

#include "plan/catalog.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::compiler::authoring {

/// Where models, root fields and answers to introspection stand in a compiled
/// schema. The writer gives each a line that no other begins like, so that they
/// are found without reading what is in them.
struct catalog_outline {
  std::vector<std::string_view> models; ///< JSON objects
  std::vector<std::string_view> roots;
  std::vector<std::string_view> introspection;
  std::shared_ptr<const plan::outline> names;
  /// The text with these lists empty.
  std::string rest;
};

/// Views lead into `text`, which must be as `write_catalog` wrote it.
catalog_outline outline_catalog(std::string_view text);

} // namespace troupe::compiler::authoring
