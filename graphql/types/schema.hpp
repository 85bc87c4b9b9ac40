#pragma once

#include "base/arena.hpp"
#include "graphql/language/ast.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/value_check.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// The type system of the GraphQL specification (chapter 3) as it is at run
/// time. It never changes, but types nobody has asked for may not have been
/// made yet: what is asked for is made, by one thread at a time.
namespace troupe::graphql::types {

class schema_state;
struct type;

/// A type reference. Wrapping references are shared and compare by structure
/// with `same`.
class type_ref {
public:
  language::type_kind kind = language::type_kind::named;
  const type_ref* inner = nullptr; ///< of `list` and `non_null`

  type_ref() = default;

  explicit type_ref(const types::type* named) : named_(named) {
    // nop
  }

  /// A reference to a type of `owner` that is looked up when it is needed.
  type_ref(schema_state* owner, std::string_view name)
    : owner_(owner), name_(name) {
    // nop
  }

  type_ref(const type_ref& other) noexcept
    : kind(other.kind),
      inner(other.inner),
      named_(other.named_.load(std::memory_order_acquire)),
      owner_(other.owner_),
      name_(other.name_) {
    // nop
  }

  type_ref& operator=(const type_ref& other) noexcept {
    kind = other.kind;
    inner = other.inner;
    named_.store(other.named_.load(std::memory_order_acquire),
                 std::memory_order_release);
    owner_ = other.owner_;
    name_ = other.name_;
    return *this;
  }

  /// Returns the type of a `named` reference; null if it leads nowhere.
  const types::type* named() const {
    const auto* x = named_.load(std::memory_order_acquire);
    return x != nullptr || owner_ == nullptr ? x : resolve();
  }

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
  const types::type& core() const {
    const auto* x = this;
    while (x->kind != language::type_kind::named)
      x = x->inner;
    return *x->named();
  }

private:
  const types::type* resolve() const;

  mutable std::atomic<const types::type*> named_ = nullptr;
  schema_state* owner_ = nullptr;
  std::string_view name_;
};

bool same(const type_ref& a, const type_ref& b);

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
  std::string_view specified_by_url;         ///< scalar
  bool one_of = false;                       ///< input object
  std::span<const type* const> interfaces;   ///< object, interface
  std::span<const enum_value> values;        ///< enum
  std::span<const input_value> input_fields; ///< input object
  types::tag tag = -1;
  const value_check* check = nullptr; ///< scalar; null: any value will do

  /// Object, interface: the fields, all of them made.
  std::span<const field> fields() const;

  /// Their names, without making them.
  std::vector<std::string_view> field_names() const;

  /// Union: the members; interface: the objects that implement it.
  std::span<const type* const> possible() const;

  /// Returns the field of that name (without introspection's) or null. Constant
  /// time on wide types.
  const types::field* find_field(std::string_view name) const;
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

private:
  friend class schema;
  friend class schema_state;

  using name_index = std::unordered_map<std::string_view, uint32_t>;

  /// Name index for wide types; null for narrow ones, which are scanned.
  const name_index* by_name_ = nullptr;
  std::span<field> fields_;
  /// Which of the fields have been made; null: all.
  std::atomic<bool>* made_ = nullptr;
  mutable std::span<const type* const> possible_;
  mutable std::atomic<bool> linked_ = false;  ///< of a union: `possible_`
  std::span<const std::string_view> members_; ///< of a union
  schema_state* owner_ = nullptr;
  /// Place among all types.
  uint64_t order_ = 0;
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

/// A schema. Movable; what it hands out stays valid for as long as it lives.
/// All of it can be used from several threads.
class schema {
public:
  schema();
  schema(schema&&) noexcept;
  schema& operator=(schema&&) noexcept;
  ~schema();

  /// Returns the type of that name or null.
  const type* find(std::string_view name) const;
  const directive* find_directive(std::string_view name) const noexcept;

  /// All types: built-in scalars, introspection types and the rest, in the
  /// order in which introspection lists them. Makes all that are missing.
  std::span<const type* const> types() const;

  std::span<const directive* const> directives() const noexcept;

  const type* query() const noexcept {
    return root(language::operation_kind::query);
  }

  const type* mutation() const noexcept {
    return root(language::operation_kind::mutation);
  }

  const type* subscription() const noexcept {
    return root(language::operation_kind::subscription);
  }

  const type* root(language::operation_kind kind) const noexcept;

  std::string_view description() const noexcept;

  bool described() const noexcept;

  /// Returns the field `name` of `parent`, including `__typename` on composite
  /// types and `__schema`/`__type` on the query root, or null.
  const field* find_field(const type& parent, std::string_view name) const;

  /// Returns whether an object of type `object` can appear where `abstract` (or
  /// the same type) is expected (specification: GetPossibleTypes).
  bool possible(const type& abstract, const type& object) const;

  /// The meta fields `__schema`, `__type(name:)` and `__typename`.
  const field& schema_field() const noexcept;
  const field& type_field() const noexcept;
  const field& typename_field() const noexcept;

private:
  friend class schema_builder;

  std::unique_ptr<schema_state> state_;
};

} // namespace troupe::graphql::types
