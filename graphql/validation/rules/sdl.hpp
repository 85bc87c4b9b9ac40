#pragma once

#include "graphql/validation/rules/context.hpp"

/// The rules for type system documents. `extended` is the schema that the
/// document adds to, or null.
namespace troupe::graphql::validation {

/// LoneSchemaDefinition, UniqueOperationTypes
void check_schema_definitions(context& ctx, const types::schema* extended);

/// UniqueTypeNames, UniqueDirectiveNames, PossibleTypeExtensions
void check_type_definitions(context& ctx, const types::schema* extended);

/// UniqueFieldDefinitionNames, UniqueEnumValueNames,
/// UniqueArgumentDefinitionNames
void check_member_names(context& ctx, const types::schema* extended);

} // namespace troupe::graphql::validation
