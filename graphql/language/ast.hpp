#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// The syntax tree of the GraphQL specification (September 2025, chapter 2 and
/// the type system of chapter 3). All nodes live in the arena of their
/// `document`; all strings are views into the source or, where escapes had to
/// be decoded, into the arena. Nodes are plain, immutable and trivially
/// destructible.
namespace troupe::graphql::language {

/// Byte offsets into the source: [begin, end).
struct span {
  uint32_t begin = 0;
  uint32_t end = 0;
};

struct name {
  std::string_view text;
  uint32_t begin = 0;
};

enum class value_kind : uint8_t {
  variable, ///< `text` is the name without `$`.
  integer,  ///< `text` is the number as written.
  real,     ///< `text` is the number as written.
  string,   ///< `text` is the decoded content; `block` for """.
  boolean,  ///< `text` is `true` or `false`.
  null,
  enum_value, ///< `text` is the name.
  list,       ///< `items`
  object,     ///< `fields`
};

struct object_field;

struct value {
  value_kind kind = value_kind::null;
  bool block = false;
  span at;
  std::string_view text;
  std::span<const value> items;
  std::span<const object_field> fields;
};

struct object_field {
  language::name name;
  language::value value;
};

struct argument {
  language::name name;
  language::value value;
};

struct directive {
  span at;
  language::name name;
  std::span<const argument> arguments;
};

enum class type_kind : uint8_t { named, list, non_null };

/// A type reference, outermost first: `[Int!]!` is non_null -> list -> non_null
/// -> named.
struct type_reference {
  type_kind kind = type_kind::named;
  span at;
  language::name name;                   ///< of `named`
  const type_reference* inner = nullptr; ///< of `list` and `non_null`
};

// -- executable documents -----------------------------------------------------

enum class selection_kind : uint8_t { field, fragment_spread, inline_fragment };

struct selection;

struct selection_set {
  span at; ///< empty (0, 0) where there is none
  std::span<const selection> items;

  bool empty() const noexcept {
    return items.empty();
  }
};

struct selection {
  selection_kind kind = selection_kind::field;
  span at;
  /// field: name; fragment_spread: the fragment's name.
  language::name name;
  /// field: alias, empty text if there is none.
  language::name alias;
  /// inline_fragment: type condition, empty text if there is none.
  language::name type_condition;
  std::span<const argument> arguments;
  std::span<const directive> directives;
  language::selection_set selections;

  /// Returns the key under which a field answers.
  std::string_view response_key() const noexcept {
    return alias.text.empty() ? name.text : alias.text;
  }
};

struct variable_definition {
  span at;
  language::name name; ///< without `$`
  const value* description = nullptr;
  const type_reference* type = nullptr;
  const value* default_value = nullptr;
  std::span<const directive> directives;
};

enum class operation_kind : uint8_t { query, mutation, subscription };

struct operation_definition {
  span at;
  operation_kind kind = operation_kind::query;
  const value* description = nullptr;
  language::name name; ///< empty text if anonymous
  std::span<const variable_definition> variables;
  std::span<const directive> directives;
  language::selection_set selections;
};

struct fragment_definition {
  span at;
  const value* description = nullptr;
  language::name name;
  language::name type_condition;
  std::span<const directive> directives;
  language::selection_set selections;
};

// -- type system documents ----------------------------------------------------

struct input_value_definition {
  span at;
  const value* description = nullptr;
  language::name name;
  const type_reference* type = nullptr;
  const value* default_value = nullptr;
  std::span<const directive> directives;
};

struct field_definition {
  span at;
  const value* description = nullptr;
  language::name name;
  std::span<const input_value_definition> arguments;
  const type_reference* type = nullptr;
  std::span<const directive> directives;
};

struct enum_value_definition {
  span at;
  const value* description = nullptr;
  language::name name;
  std::span<const directive> directives;
};

struct operation_type_definition {
  span at;
  operation_kind kind = operation_kind::query;
  language::name type;
};

enum class type_definition_kind : uint8_t {
  scalar,
  object,
  interface,
  union_,
  enum_,
  input_object,
};

/// `scalar`, `type`, `interface`, `union`, `enum` or `input`, or its `extend`.
struct type_definition {
  type_definition_kind kind = type_definition_kind::scalar;
  bool extension = false;
  span at;
  const value* description = nullptr;
  language::name name;
  std::span<const language::name> interfaces; ///< object, interface
  std::span<const directive> directives;
  std::span<const field_definition> fields;             ///< object, interface
  std::span<const language::name> members;              ///< union
  std::span<const enum_value_definition> values;        ///< enum
  std::span<const input_value_definition> input_fields; ///< input object
};

/// `schema` or `extend schema`.
struct schema_definition {
  bool extension = false;
  span at;
  const value* description = nullptr;
  std::span<const directive> directives;
  std::span<const operation_type_definition> operations;
};

struct directive_definition {
  span at;
  const value* description = nullptr;
  language::name name;
  std::span<const input_value_definition> arguments;
  bool repeatable = false;
  std::span<const language::name> locations;
};

enum class definition_kind : uint8_t {
  operation,
  fragment,
  schema,
  type,
  directive,
};

/// Exactly one pointer is set, the one `kind` names.
struct definition {
  definition_kind kind = definition_kind::operation;
  const operation_definition* operation = nullptr;
  const fragment_definition* fragment = nullptr;
  const schema_definition* schema = nullptr;
  const type_definition* type = nullptr;
  const directive_definition* directive = nullptr;
};

} // namespace troupe::graphql::language
