#include "graphql/validation/rule.hpp"

namespace troupe::graphql::validation {

namespace {

constexpr std::string_view names[] = {
  "ExecutableDefinitionsRule",
  "KnownOperationTypesRule",
  "UniqueOperationNamesRule",
  "LoneAnonymousOperationRule",
  "SingleFieldSubscriptionsRule",
  "UnconditionalSubscriptionFieldsRule",
  "KnownTypeNamesRule",
  "FragmentsOnCompositeTypesRule",
  "VariablesAreInputTypesRule",
  "ScalarLeafsRule",
  "FieldsOnCorrectTypeRule",
  "UniqueFragmentNamesRule",
  "KnownFragmentNamesRule",
  "NoUnusedFragmentsRule",
  "PossibleFragmentSpreadsRule",
  "NoFragmentCyclesRule",
  "UniqueVariableNamesRule",
  "NoUndefinedVariablesRule",
  "NoUnusedVariablesRule",
  "KnownDirectivesRule",
  "UniqueDirectivesPerLocationRule",
  "KnownArgumentNamesRule",
  "UniqueArgumentNamesRule",
  "ValuesOfCorrectTypeRule",
  "ProvidedRequiredArgumentsRule",
  "VariablesInAllowedPositionRule",
  "OverlappingFieldsCanBeMergedRule",
  "UniqueInputFieldNamesRule",
  "MaxIntrospectionDepthRule",
  "NoDeprecatedCustomRule",
  "NoSchemaIntrospectionCustomRule",
  "DeferStreamDirectiveOnRootFieldRule",
  "DeferStreamDirectiveOnValidOperationsRule",
  "DeferStreamDirectiveLabelRule",
  "StreamDirectiveOnListFieldRule",
  "LoneSchemaDefinitionRule",
  "UniqueOperationTypesRule",
  "UniqueTypeNamesRule",
  "UniqueEnumValueNamesRule",
  "UniqueFieldDefinitionNamesRule",
  "UniqueArgumentDefinitionNamesRule",
  "UniqueDirectiveNamesRule",
  "PossibleTypeExtensionsRule",
  "KnownArgumentNamesOnDirectivesRule",
  "ProvidedRequiredArgumentsOnDirectivesRule",
};

static_assert(std::size(names) == rule_count);

} // namespace

std::string_view name_of(rule x) noexcept {
  auto i = static_cast<size_t>(x);
  return i < std::size(names) ? names[i] : "SchemaRule";
}

std::optional<rule> find_rule(std::string_view name) noexcept {
  for (size_t i = 0; i < std::size(names); ++i)
    if (names[i] == name)
      return static_cast<rule>(i);
  return std::nullopt;
}

} // namespace troupe::graphql::validation
