#pragma once

#include "base/error.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/schema.hpp"
#include "graphql/validation/rule.hpp"

#include <cstddef>
#include <vector>

namespace troupe::graphql::validation {

struct validation_options {
  /// After so many errors validation gives up.
  size_t max_errors = 100;
  /// Whether `__schema` and `__type` may be asked for.
  bool introspection = true;
  /// Which rules may report.
  rule_set rules = specified_rules();
};

/// Checks an executable document against the rules of the specification (§5).
/// Returns no errors if it may be executed; messages are worded as GraphQL.js
/// words them, each with its locations.
///
/// Costs time that grows with the document, not with its square: see
/// `rules/overlapping_fields.cpp` for the rule where that takes care.
std::vector<error> validate(const types::schema& schema,
                            const language::document& document,
                            const validation_options& options = {});

} // namespace troupe::graphql::validation
