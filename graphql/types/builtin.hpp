#pragma once

#include <string_view>

namespace troupe::graphql::types {

/// The types and directives that every schema has (specification §3.5, §3.13,
/// §4), as SDL.
std::string_view builtin_sdl() noexcept;

} // namespace troupe::graphql::types
