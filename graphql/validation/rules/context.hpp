#pragma once

#include "graphql/validation/validate.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What the rules share while they look at one document.
namespace troupe::graphql::validation {

/// Where a variable is used and what is expected there.
struct variable_use {
  std::string_view name;
  uint32_t at = 0;
  const types::type_ref* expected = nullptr;
  bool has_default = false; ///< the place has a default of its own
  bool in_one_of = false;
};

/// What one operation or fragment refers to, without looking into the fragments
/// it spreads.
struct definition_uses {
  std::vector<variable_use> variables;
  std::vector<const language::selection*> spreads;
};

struct context {
  const types::schema& schema;
  const language::document& document;
  const validation_options& options;
  std::vector<error> errors;
  std::vector<const language::operation_definition*> operations;
  std::vector<const language::fragment_definition*> fragments;
  std::unordered_map<std::string_view, const language::fragment_definition*>
    fragment_by_name;
  std::unordered_map<const void*, definition_uses> uses;
  bool fragment_cycle = false;

  /// Reports a broken rule at one or more byte offsets.
  void report(std::string message, std::initializer_list<uint32_t> offsets);
  void report(std::string message, const std::vector<uint32_t>& offsets);

  const language::fragment_definition* fragment(std::string_view name) const {
    auto i = fragment_by_name.find(name);
    return i == fragment_by_name.end() ? nullptr : i->second;
  }
};

/// Returns `"name"`.
std::string quote(std::string_view name);

// Each checks one group of rules, in the order of the specification.
void check_definitions(context& ctx);
void check_selections(context& ctx);
void check_fragments(context& ctx);
void check_variables(context& ctx);
void check_overlapping_fields(context& ctx);

/// Checks a literal against the type of its place (ValuesOfCorrectType,
/// UniqueInputFieldNames) and notes the variables it uses.
void check_value(context& ctx, definition_uses& uses,
                 const language::value& value, const types::type_ref* expected,
                 bool has_default);

/// Checks the directives of one place (KnownDirectives, UniqueDirectives,
/// arguments). `location` is as SDL writes it.
void check_directives(context& ctx, definition_uses& uses,
                      std::span<const language::directive> directives,
                      std::string_view location);

} // namespace troupe::graphql::validation
