#pragma once

#include "base/result.hpp"
#include "graphql/types/schema.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::graphql::types {

/// An argument or input field to be. Types are notation (`[User!]!`), defaults
/// GraphQL literals (empty: none). Views need to live until `finish`.
struct input_spec {
  std::string_view name;
  std::string_view type;
  std::string_view default_value = {};
  std::string_view description = {};
  std::optional<std::string_view> deprecation = {};
  types::tag tag = -1;
};

struct field_spec {
  std::string_view name;
  std::string_view type;
  std::string_view description = {};
  std::optional<std::string_view> deprecation = {};
  std::vector<input_spec> arguments = {};
  types::tag tag = -1;
};

struct enum_value_spec {
  std::string_view name;
  std::string_view description = {};
  std::optional<std::string_view> deprecation = {};
  types::tag tag = -1;
};

/// One type of any kind; only the members of its kind count.
struct type_spec {
  types::kind kind = types::kind::object;
  std::string_view name;
  std::string_view description = {};
  std::string_view specified_by_url;
  bool one_of = false;
  std::vector<std::string_view> interfaces;
  std::vector<std::string_view> members;
  std::vector<field_spec> fields;
  std::vector<enum_value_spec> values;
  std::vector<input_spec> input_fields;
  types::tag tag = -1;
  std::shared_ptr<const value_check> check = {}; ///< scalar
};

struct directive_spec {
  std::string_view name;
  std::string_view description = {};
  bool repeatable = false;
  std::vector<input_spec> arguments = {};
  std::vector<std::string_view> locations;
};

class schema_state;
class type_source;

/// Collects types in any order and resolves their names at the end.
class schema_builder {
public:
  schema_builder();
  ~schema_builder();

  schema_builder(const schema_builder&) = delete;
  schema_builder& operator=(const schema_builder&) = delete;

  /// Number of the part that the standard's own types are in: the last.
  static constexpr uint32_t builtin_part = 0xFFFF'FFFF;

  /// What is added from now on belongs to this part of the schema. Types are
  /// listed part by part, by name in a `sorted` one, otherwise as they came.
  void part(uint32_t number, bool sorted = false);

  uint32_t part() const noexcept;

  /// Adds a type. Names must be unique; a repeated one is an error of `finish`.
  void add(const type_spec& x);

  /// Adds an object type with the names of its fields; the source makes the
  /// fields when they are asked for.
  void add(const type_spec& x, const std::vector<std::string_view>& names);

  void add(const directive_spec& x);

  /// Whether there is a type of that name already.
  bool has(std::string_view name) const noexcept;

  /// Names the root types; empty for none. The default is `Query`, `Mutation`
  /// and `Subscription` where such types exist.
  void roots(std::string_view query, std::string_view mutation,
             std::string_view subscription);

  void description(std::string_view text);

  /// Adds all definitions of an SDL document, extensions last.
  void add(const language::document& sdl);

  /// Resolves everything. Errors (`invalid_schema`) name the unknown type with
  /// a suggestion.
  result<schema> finish();

  /// Makes a schema of which `source` adds what is missing, through this
  /// builder: when it is asked for if `later`, otherwise at once, with the
  /// errors of `finish`. The source stays with the schema.
  result<schema> finish(std::unique_ptr<type_source> source, bool later);

private:
  void begin_finish();

  std::unique_ptr<schema_state> owned_;
  schema_state* state_;
  std::string_view roots_[3];
};

/// Builds the schema of one SDL text.
result<schema> build_schema(std::string sdl);

} // namespace troupe::graphql::types
