#pragma once

#include "graphql/language/ast.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::compiler::authoring {

/// Reports an error at a byte offset of the file at hand.
using reporter = std::function<void(uint32_t at, std::string message)>;

/// The binding directives with the arguments they take, for messages.
std::span<const std::string_view> known_directives() noexcept;

/// Checks name and argument names of a directive of ours. Directives of others
/// (federation, tools) pass.
void check_directive(const graphql::language::directive& x,
                     const reporter& report);

const graphql::language::directive*
find_directive(std::span<const graphql::language::directive> directives,
               std::string_view name) noexcept;

/// Returns an argument's text (string, enum, number), or an empty view.
std::string_view argument_text(const graphql::language::directive* x,
                               std::string_view name) noexcept;

/// Returns an argument's list of texts; a single text is a list of one.
std::vector<std::string> argument_list(const graphql::language::directive* x,
                                       std::string_view name);

} // namespace troupe::compiler::authoring
