#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace troupe::graphql::validation {

/// The rules of validation. The first group is about executable documents
/// (specification §5), the second about type system documents (§3).
enum class rule : uint8_t {
  executable_definitions,
  known_operation_types,
  unique_operation_names,
  lone_anonymous_operation,
  single_field_subscriptions,
  unconditional_subscription_fields,
  known_type_names,
  fragments_on_composite_types,
  variables_are_input_types,
  scalar_leafs,
  fields_on_correct_type,
  unique_fragment_names,
  known_fragment_names,
  no_unused_fragments,
  possible_fragment_spreads,
  no_fragment_cycles,
  unique_variable_names,
  no_undefined_variables,
  no_unused_variables,
  known_directives,
  unique_directives_per_location,
  known_argument_names,
  unique_argument_names,
  values_of_correct_type,
  provided_required_arguments,
  variables_in_allowed_position,
  overlapping_fields_can_be_merged,
  unique_input_field_names,
  max_introspection_depth,
  no_deprecated,
  no_schema_introspection,
  defer_stream_directive_on_root_field,
  defer_stream_directive_on_valid_operations,
  defer_stream_directive_label,
  stream_directive_on_list_field,

  lone_schema_definition,
  unique_operation_types,
  unique_type_names,
  unique_enum_value_names,
  unique_field_definition_names,
  unique_argument_definition_names,
  unique_directive_names,
  possible_type_extensions,
  known_argument_names_on_directives,
  provided_required_arguments_on_directives,
  schema, ///< what holds of a type system as a whole
};

/// A set of rules.
class rule_set {
public:
  constexpr rule_set() = default;

  constexpr rule_set(std::initializer_list<rule> xs) {
    for (auto x : xs)
      insert(x);
  }

  constexpr bool contains(rule x) const noexcept {
    return (bits_ >> static_cast<unsigned>(x) & 1) != 0;
  }

  constexpr void insert(rule x) noexcept {
    bits_ |= uint64_t{1} << static_cast<unsigned>(x);
  }

  constexpr void erase(rule x) noexcept {
    bits_ &= ~(uint64_t{1} << static_cast<unsigned>(x));
  }

private:
  uint64_t bits_ = 0;
};

/// Returns the rules that the reference implementation (GraphQL.js 16) applies
/// to executable documents if nobody says otherwise.
constexpr rule_set reference_rules() noexcept {
  rule_set out;
  for (auto i = 0u; i <= static_cast<unsigned>(rule::max_introspection_depth);
       ++i)
    out.insert(static_cast<rule>(i));
  out.erase(rule::known_operation_types);
  out.erase(rule::unconditional_subscription_fields);
  return out;
}

/// Returns the rules of the specification for executable documents. How deep
/// introspection may nest is for `check_limits`, where it can be configured.
constexpr rule_set specified_rules() noexcept {
  auto out = reference_rules();
  out.insert(rule::known_operation_types);
  out.insert(rule::unconditional_subscription_fields);
  out.erase(rule::max_introspection_depth);
  out.insert(rule::defer_stream_directive_on_root_field);
  out.insert(rule::defer_stream_directive_on_valid_operations);
  out.insert(rule::defer_stream_directive_label);
  out.insert(rule::stream_directive_on_list_field);
  return out;
}

/// Returns the rules for type system documents.
constexpr rule_set sdl_rules() noexcept {
  rule_set out{rule::known_type_names, rule::known_directives,
               rule::unique_directives_per_location,
               rule::unique_argument_names, rule::unique_input_field_names};
  for (auto i = static_cast<unsigned>(rule::lone_schema_definition);
       i < static_cast<unsigned>(rule::schema); ++i)
    out.insert(static_cast<rule>(i));
  return out;
}

constexpr size_t rule_count = static_cast<size_t>(rule::schema);

/// Returns the name of a rule as GraphQL.js exports it:
/// `KnownTypeNamesRule`.
std::string_view name_of(rule x) noexcept;

/// Returns the rule of that name.
std::optional<rule> find_rule(std::string_view name) noexcept;

} // namespace troupe::graphql::validation
