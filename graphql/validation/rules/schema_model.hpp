#pragma once

#include "base/error.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/schema.hpp"
#include "graphql/validation/name_table.hpp"

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::graphql::validation {

/// A node and the number of the document that it stands in.
template <class T>
struct placed {
  const T* node = nullptr;
  size_t document = 0;

  explicit operator bool() const noexcept {
    return node != nullptr;
  }
};

/// Where an error is.
struct place {
  size_t document = 0;
  uint32_t at = 0;
};

using placed_field = placed<language::field_definition>;
using placed_input = placed<language::input_value_definition>;

/// A type with all its extensions.
struct type_model {
  std::string_view name;
  types::kind kind = types::kind::scalar;
  bool one_of = false;
  /// The definition, then the extensions.
  std::vector<placed<language::type_definition>> nodes;
  std::vector<placed<language::name>> interfaces;
  std::vector<placed<language::name>> members;
  name_table<placed_field> fields;
  name_table<placed_input> input_fields;
  name_table<placed<language::enum_value_definition>> values;

  bool implements(std::string_view interface) const noexcept;
  std::vector<place> node_places() const;
};

/// The type system that some documents define together, as written: unlike
/// `types::schema` it may be wrong.
class schema_model {
public:
  explicit schema_model(std::span<const language::document* const> documents);

  const std::vector<type_model>& types() const noexcept {
    return types_;
  }

  const type_model* find(std::string_view name) const noexcept;

  const name_table<placed<language::directive_definition>>&
  directives() const noexcept {
    return directives_;
  }

  /// Returns the name of a root type, empty if there is none.
  std::string_view root(language::operation_kind kind) const noexcept {
    return roots_[static_cast<size_t>(kind)];
  }

  /// Where a root type is named, or nothing if its name is the default.
  std::vector<place> root_place(language::operation_kind kind) const;

  /// Where the schema definition is, if there is one.
  std::vector<place> schema_place() const;

  // The kind of a type that is not known is everything at once: other rules
  // have reported it.
  bool is_input(const language::type_reference& x) const noexcept;
  bool is_output(const language::type_reference& x) const noexcept;
  bool is_object(std::string_view name) const noexcept;

  /// Returns whether `a` is `b` or may stand where `b` is expected
  /// (IsValidImplementationFieldType, §3.6.1).
  bool sub_type(const language::type_reference& a,
                const language::type_reference& b) const;

  location locate(const place& x) const;

private:
  void add(const language::type_definition& x, size_t document);
  void add_roots(const language::schema_definition& x, size_t document);
  void default_roots();

  std::span<const language::document* const> documents_;
  std::vector<type_model> types_;
  name_table<size_t> by_name_;
  name_table<placed<language::directive_definition>> directives_;
  std::vector<placed<language::schema_definition>> schemas_;
  std::string_view roots_[3];
};

/// The core of a type reference.
std::string_view core_of(const language::type_reference& x) noexcept;

} // namespace troupe::graphql::validation
