#pragma once

#include "base/arena.hpp"
#include "graphql/language/ast.hpp"
#include "graphql/language/parser.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// The type system of the GraphQL specification (chapter 3) as it is at run
/// time: resolved, indexed, immutable once built.
namespace troupe::graphql::types {

struct type;

/// A resolved type reference. Wrapping references are shared and compare by
/// structure with `same`.
struct type_ref {
  language::type_kind kind = language::type_kind::named;
  const types::type* named = nullptr; ///< of `named`
  const type_ref* inner = nullptr;    ///< of `list` and `non_null`

  bool non_null() const noexcept {
    return kind == language::type_kind::non_null;
  }

  bool list() const noexcept {
    return kind == language::type_kind::list;
  }

  /// Returns the reference without an outer `!`.
  const type_ref& nullable() const noexcept {
    return non_null() ? *inner : *this;
  }

  /// Returns the named type at the core.
  const types::type& core() const noexcept {
    const auto* x = this;
    while (x->kind != language::type_kind::named)
      x = x->inner;
    return *x->named;
  }
};

bool same(const type_ref& a, const type_ref& b) noexcept;

/// Prints `[Int!]!`.
std::string to_string(const type_ref& x);

/// What a tag means is up to who builds the schema: the compiler stores its
/// binding there, the language never looks. -1: none.
using tag = int32_t;

struct input_value {
  std::string_view name;
  std::string_view description;
  bool described = false;
  const type_ref* type = nullptr;
  /// The default as a constant literal, or null.
  const language::value* default_value = nullptr;
  bool deprecated = false;
  std::string_view deprecation_reason;
  types::tag tag = -1;

  bool required() const noexcept {
    return type->non_null() && default_value == nullptr;
  }
};

struct field {
  std::string_view name;
  std::string_view description;
  bool described = false;
  std::span<const input_value> arguments;
  const type_ref* type = nullptr;
  bool deprecated = false;
  std::string_view deprecation_reason;
  types::tag tag = -1;

  /// Returns the argument of that name or null.
  const input_value* argument(std::string_view name) const noexcept;
};

struct enum_value {
  std::string_view name;
  std::string_view description;
  bool described = false;
  bool deprecated = false;
  std::string_view deprecation_reason;
  types::tag tag = -1;
};

enum class kind : uint8_t {
  scalar,
  object,
  interface,
  union_,
  enum_,
  input_object
};

/// The scalars every schema has. `custom` for all others.
enum class scalar_kind : uint8_t { custom, int_, float_, string, boolean, id };

struct type {
  types::kind kind = types::kind::scalar;
  types::scalar_kind scalar = scalar_kind::custom;
  std::string_view name;
  std::string_view description;
  bool described = false;
  std::string_view specified_by_url;       ///< scalar
  bool one_of = false;                     ///< input object
  std::span<const type* const> interfaces; ///< object, interface
  std::span<const field> fields;           ///< object, interface
  std::span<const type* const>
    possible; ///< union members; implementors (objects) of an interface
  std::span<const type* const>
    implementing_interfaces; ///< interfaces that implement this interface
  std::span<const enum_value> values;        ///< enum
  std::span<const input_value> input_fields; ///< input object
  types::tag tag = -1;
  /// Position in `schema::types()`.
  uint32_t index = 0;

  /// Returns the field of that name (without introspection's) or null. Constant
  /// time on wide types.
  const types::field* find_field(std::string_view name) const noexcept;
  const types::input_value*
  find_input_field(std::string_view name) const noexcept;
  const types::enum_value* find_value(std::string_view name) const noexcept;

  bool composite() const noexcept {
    return kind == kind::object
           || kind == kind::interface || kind == kind::union_;
  }

  bool abstract() const noexcept {
    return kind == kind::interface || kind == kind::union_;
  }

  bool leaf() const noexcept {
    return kind == kind::scalar || kind == kind::enum_;
  }

  bool input() const noexcept {
    return leaf() || kind == kind::input_object;
  }

  bool output() const noexcept {
    return kind != kind::input_object;
  }

  /// Name index for wide types; null for narrow ones, which are scanned.
  const std::unordered_map<std::string_view, uint32_t>* by_name = nullptr;
};

struct directive {
  std::string_view name;
  std::string_view description;
  bool described = false;
  bool repeatable = false;
  std::span<const input_value> arguments;
  /// As written in SDL: `FIELD`, `FRAGMENT_SPREAD`, ...
  std::span<const std::string_view> locations;

  const input_value* argument(std::string_view name) const noexcept;
};

/// A complete, resolved schema. Movable; what it hands out stays valid for as
/// long as it lives.
class schema {
public:
  schema() = default;
  schema(schema&&) = default;
  schema& operator=(schema&&) = default;

  const type* find(std::string_view name) const noexcept;
  const directive* find_directive(std::string_view name) const noexcept;

  /// All types: built-in scalars, introspection types and the rest, in the
  /// order in which introspection lists them.
  std::span<const type* const> types() const noexcept {
    return types_;
  }

  std::span<const directive* const> directives() const noexcept {
    return directives_;
  }

  const type* query() const noexcept {
    return roots_[0];
  }

  const type* mutation() const noexcept {
    return roots_[1];
  }

  const type* subscription() const noexcept {
    return roots_[2];
  }

  const type* root(language::operation_kind kind) const noexcept {
    return roots_[static_cast<size_t>(kind)];
  }

  std::string_view description() const noexcept {
    return description_;
  }

  bool described() const noexcept {
    return described_;
  }

  /// Returns the field `name` of `parent`, including `__typename` on composite
  /// types and `__schema`/`__type` on the query root, or null.
  const field* find_field(const type& parent,
                          std::string_view name) const noexcept;

  /// Returns whether an object of type `object` can appear where `abstract` (or
  /// the same type) is expected (specification: GetPossibleTypes).
  bool possible(const type& abstract, const type& object) const noexcept;

  /// The meta fields `__schema`, `__type(name:)` and `__typename`.
  const field& schema_field() const noexcept {
    return *meta_[0];
  }

  const field& type_field() const noexcept {
    return *meta_[1];
  }

  const field& typename_field() const noexcept {
    return *meta_[2];
  }

private:
  friend class schema_builder;

  arena memory_{64 * 1024};
  std::vector<std::unique_ptr<std::unordered_map<std::string_view, uint32_t>>>
    indexes_;
  std::vector<const type*> types_;
  std::vector<const directive*> directives_;
  std::unordered_map<std::string_view, type*> by_name_;
  std::unordered_map<std::string_view, directive*> directives_by_name_;
  const type* roots_[3] = {nullptr, nullptr, nullptr};
  const field* meta_[3] = {nullptr, nullptr, nullptr};
  std::string_view description_;
  bool described_ = false;
};

} // namespace troupe::graphql::types
