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
};

struct directive_spec {
  std::string_view name;
  std::string_view description = {};
  bool repeatable = false;
  std::vector<input_spec> arguments = {};
  std::vector<std::string_view> locations;
};

/// Collects types in any order and resolves their names at the end.
class schema_builder {
public:
  schema_builder();
  ~schema_builder();

  schema_builder(const schema_builder&) = delete;
  schema_builder& operator=(const schema_builder&) = delete;

  /// Adds a type. Names must be unique; a repeated one is an error of `finish`.
  void add(const type_spec& x);

  void add(const directive_spec& x);

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

private:
  struct state;
  std::unique_ptr<state> state_;
};

/// Builds the schema of one SDL text.
result<schema> build_schema(std::string sdl);

} // namespace troupe::graphql::types
