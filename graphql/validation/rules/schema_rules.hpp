#pragma once

#include "graphql/validation/rules/schema_model.hpp"

/// The rules for a type system as a whole ("Type Validation" of §3.6 to §3.10
/// and §3.3).
namespace troupe::graphql::validation {

struct schema_context {
  const schema_model& model;
  std::vector<error> errors = {};

  void report(std::string message, const std::vector<place>& places);
};

void check_root_types(schema_context& ctx);
void check_directive_definitions(schema_context& ctx);

/// Names, fields and their types, arguments, values.
void check_members(schema_context& ctx);

/// What types declare to implement, and whether they do.
void check_interfaces(schema_context& ctx);

/// Input objects that could only be infinite (§3.10, "Circular References").
void check_input_cycles(schema_context& ctx);

/// Default values of input fields that lead back to themselves (§3.10).
void check_default_cycles(schema_context& ctx);

} // namespace troupe::graphql::validation
