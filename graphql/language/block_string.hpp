#pragma once

#include <string>
#include <string_view>

namespace troupe::graphql::language {

/// Removes the common indentation and the blank first and last lines of a block
/// string (specification §2.9.4, BlockStringValue). Line ends become LF.
std::string dedent_block_string(std::string_view raw);

/// Writes a text as a block string, on lines of its own where it has to be or
/// is long, as GraphQL.js prints it.
std::string print_block_string(std::string_view text);

} // namespace troupe::graphql::language
