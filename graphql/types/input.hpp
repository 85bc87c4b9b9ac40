#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// Input values after coercion (specification §3 "Input Coercion", §6.1.2),
/// ready for the planner and the binder.
namespace troupe::graphql::types {

enum class input_kind : uint8_t {
  null,
  boolean,
  integer, ///< fits int64; `text` has it as written
  real,    ///< any other number; `text` has it as written
  string,
  enum_value,
  list,
  object,
};

struct input_field;

/// One coerced value. Strings and children live in the arena that was given to
/// the coercion, or in the document.
struct input {
  input_kind kind = input_kind::null;
  bool boolean = false;
  /// If the value came from a variable: its number among the leaves of
  /// `variable_values`, otherwise -1. See there.
  int32_t leaf = -1;
  std::string_view text;
  int64_t integer = 0;
  double real = 0;
  std::span<const input> items;
  std::span<const input_field> fields;

  const input* find(std::string_view name) const noexcept;

  bool is_null() const noexcept {
    return kind == input_kind::null;
  }
};

struct input_field {
  std::string_view name;
  input value;
};

/// An enum type whose `tag` is this one shapes the statement (sort directions),
/// so its values belong to the signature. Other enums are mere values.
constexpr int32_t structural_enum = -2;

/// The same for an input field of type String whose text names something (a
/// field to order by), and of type Boolean that switches something on (what to
/// group by). In a variable's object it belongs to the signature.
constexpr int32_t structural_text = -3;

/// The variables of one request, after coercion.
///
/// A plan is made for a *structure* of variables, not for their values: two
/// requests with the same signature run the same SQL with other parameters.
/// Everything that may end up as a bound parameter is a leaf, and leaves are
/// numbered depth-first in the order of the variable definitions, so that leaf
/// number n of one request plays the part of leaf number n of every other
/// request with the same signature.
///
/// The signature has for each variable definition, in order:
///   `_`  not provided, and no default
///   `n`  null (no leaf)
///   `v`  a scalar value, or a value of an enum that is not structural: one
///   leaf `t` `f`  a Boolean variable that a @skip or @include uses: no leaf
///   `l`  a list whose core type is a scalar or a non-structural enum, with all
///        its items: one leaf
///   `=NAME;`  a value of a structural enum: no leaf
///   `"N:TEXT`  a structural text of N bytes: no leaf; a structural Boolean
///   is `t` or `f`
///   `[` items `]`  any other list, one entry an item
///   `{` name `:` entry ... `}`  an input object, fields as the client gave
///   them,
///        then defaults in schema order
/// A custom scalar is one leaf whatever its structure.
struct variable_values {
  struct entry {
    std::string_view name;
    bool provided = false;
    input value;
  };

  std::span<const entry> entries;
  std::span<const input* const> leaves;
  std::string_view signature;

  const entry* find(std::string_view name) const noexcept;
};

} // namespace troupe::graphql::types
