#pragma once

#include "graphql/validation/name_table.hpp"
#include "graphql/validation/rule.hpp"
#include "graphql/validation/validate.hpp"

#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the rules share while they look at one document.
namespace troupe::graphql::validation {

/// Where a variable is used and what is expected there.
struct variable_use {
  std::string_view name;
  uint32_t at = 0;
  const types::type_ref* expected = nullptr;
  bool has_default = false; ///< the place has a default of its own
  /// The input object whose field it is, or null.
  const types::type* parent = nullptr;
};

/// What one operation or fragment refers to, without looking into the fragments
/// it spreads.
struct definition_uses {
  std::vector<variable_use> variables;
  std::vector<const language::selection*> spreads;
};

struct operation_entry {
  const language::operation_definition* node = nullptr;
  definition_uses uses;
};

struct fragment_entry {
  const language::fragment_definition* node = nullptr;
  /// The type of the condition if the schema has it, of whatever kind.
  const types::type* on = nullptr;
  definition_uses uses;
  /// Number of the last operation whose walk came by, from 1.
  uint32_t reached_by = 0;
};

struct context {
  context(const types::schema& types, const language::document& text,
          rule_set which, size_t most_errors);

  const types::schema& schema;
  const language::document& document;
  rule_set rules;
  size_t max_errors;
  std::vector<error> errors;
  std::vector<operation_entry> operations;
  std::vector<fragment_entry> fragments;
  /// Name to number in `fragments`; of fragments with one name the last.
  name_table<uint32_t> fragment_by_name;
  /// Names to the definitions that the document itself has.
  name_table<const language::directive_definition*> written_directives;
  name_table<const language::type_definition*> written_types;
  /// The operation that is being walked through, null in a fragment.
  const language::operation_definition* operation = nullptr;
  /// A type system document: other rules answer for its directives.
  bool sdl = false;
  /// Of fields of introspection only those that lead into it are reported.
  bool only_entries = false;
  bool aborted = false;

  bool wants(rule x) const noexcept {
    return rules.contains(x) && !aborted;
  }

  /// Reports a broken rule at one or more byte offsets.
  void report(rule which, std::string message,
              std::initializer_list<uint32_t> offsets);
  void report(rule which, std::string message,
              std::span<const uint32_t> offsets);

  fragment_entry* fragment(std::string_view name) noexcept {
    auto* i = fragment_by_name.find(name);
    return i == nullptr ? nullptr : &fragments[*i];
  }

private:
  location locate(uint32_t offset);

  /// Where the last location was, to go on from there.
  uint32_t located_ = 0;
  location location_;
};

/// Returns `"name"`.
std::string quote(std::string_view name);

/// Returns ` Did you mean "a" or "b"?` for the options close to a misspelt
/// name, or nothing.
std::string hint(std::string_view wrong,
                 const std::vector<std::string_view>& options);

// Each checks one group of rules.
void check_definitions(context& ctx);
void check_subscriptions(context& ctx);
void check_selections(context& ctx);
void check_fragments(context& ctx);
void check_variables(context& ctx);
void check_overlapping_fields(context& ctx);
void check_incremental(context& ctx);
void check_introspection_depth(context& ctx);

/// Reports conflicting fields one by one, each with the way to it, as
/// GraphQL.js does. That takes time quadratic in the fields, so it is for
/// documents where `check_overlapping_fields` saw a conflict, and gives up at
/// some point. Returns whether it got through.
bool report_field_conflicts(context& ctx);

/// Two fields of one response key, compared for themselves.
struct merging_field {
  const language::selection* node = nullptr;
  /// The type whose field it is, null if unknown.
  const types::type* parent = nullptr;
  /// Null if unknown.
  const types::field* definition = nullptr;
};

/// Returns why two fields that one object may answer cannot be one, or nothing.
std::string name_conflict(const merging_field& a, const merging_field& b);

/// Returns why two fields that are delivered as one list cannot be (the working
/// draft on incremental delivery), or nothing.
std::string stream_conflict(const merging_field& a, const merging_field& b);

/// Returns why the answers of two fields cannot have one shape, or nothing.
std::string shape_conflict(const merging_field& a, const merging_field& b);

/// Checks a literal against the type of its place (ValuesOfCorrectType,
/// UniqueInputFieldNames) and notes the variables it uses.
void check_value(context& ctx, definition_uses& uses,
                 const language::value& value, const types::type_ref* expected,
                 bool has_default);

/// Checks the directives of one place (KnownDirectives, UniqueDirectives,
/// arguments). `location` is as SDL writes it; `around` is the field that
/// encloses the place, if any.
void check_directives(context& ctx, definition_uses& uses,
                      std::span<const language::directive> directives,
                      std::string_view location, const types::field* around);

/// The directives that one type, or the schema, has had in earlier definitions
/// and extensions: there may be one of each over all of them.
using seen_directives = name_table<const language::directive*>;

void check_directives(context& ctx, definition_uses& uses,
                      std::span<const language::directive> directives,
                      std::string_view location, const types::field* around,
                      seen_directives& seen);

/// Reports names that several arguments of one place share.
void check_unique_arguments(context& ctx,
                            std::span<const language::argument> arguments);

/// Checks what type system definitions have in common with executable ones:
/// names of types, directives, arguments and input fields.
void check_type_system_parts(context& ctx);

/// KnownTypeNames for one name that stands in an executable (or, `in_sdl`, a
/// type system) definition. Returns the schema's type, null if it has none.
const types::type* check_type_name(context& ctx, const language::name& name,
                                   bool in_sdl);

} // namespace troupe::graphql::validation
