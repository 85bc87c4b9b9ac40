#pragma once

#include "base/error.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/schema.hpp"
#include "graphql/validation/rule.hpp"

#include <span>
#include <vector>

namespace troupe::graphql::validation {

/// Checks a type system document by itself: names are unique and known,
/// extensions extend something, directives are where they may be. If `extended`
/// is given, the document adds to that schema.
std::vector<error> validate_sdl(const language::document& sdl,
                                const types::schema* extended = nullptr,
                                rule_set rules = sdl_rules(),
                                size_t max_errors = 1'000);

/// Checks the type system (specification §3) that documents define together:
/// root types, fields and their types, interfaces kept, members of unions,
/// input objects that can be finite. The documents must have passed
/// `validate_sdl`. Locations are those of the document that each part stands
/// in.
std::vector<error>
validate_schema(std::span<const language::document* const> documents);

/// Checks the default values of arguments and input fields in an SDL document
/// against their types in the schema that was built of it (§3.6.1, §3.10).
std::vector<error> check_default_values(const language::document& sdl,
                                        const types::schema& schema);

/// Everything there is to say about an SDL document: `validate_sdl` and, if
/// that holds, `validate_schema`, and if that does, `check_default_values`.
std::vector<error> check_sdl(const language::document& sdl);

} // namespace troupe::graphql::validation
