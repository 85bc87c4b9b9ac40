#pragma once

#include "graphql/types/build.hpp"

#include <cstddef>
#include <string_view>

namespace troupe::graphql::types {

/// Makes the types of a schema when they are asked for, through the builder it
/// was given, so that a schema of thousands of tables is there at once. One
/// thread at a time calls it.
class type_source {
public:
  virtual ~type_source() = default;

  /// Adds the type `name`, and others with it if that is easier. Adds nothing
  /// if it knows no such type, or not without a look at everything.
  virtual void provide(std::string_view name) = 0;

  /// Returns the field at `position` of type `of`, which was added by its
  /// names alone. Views need to live until the next call.
  virtual field_spec field(std::string_view of, size_t position) = 0;

  /// Adds every type that is not there yet.
  virtual void complete() = 0;
};

} // namespace troupe::graphql::types
