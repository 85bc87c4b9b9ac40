#pragma once

#include <string_view>

namespace troupe::cli {

/// The shop of `troupe demo`: SQL for SQLite, and the SDL that binds it. Both
/// are files of examples/shop, made part of the binary.
std::string_view demo_sql() noexcept;
std::string_view demo_sdl() noexcept;

} // namespace troupe::cli
