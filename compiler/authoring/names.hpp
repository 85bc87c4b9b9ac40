#pragma once

#include <string>
#include <string_view>

namespace troupe::compiler::authoring {

/// `order_line`, `OrderLine` -> `orderLine`.
std::string camel_case(std::string_view name);

/// `order_line`, `orderLine` -> `OrderLine`.
std::string pascal_case(std::string_view name);

/// `OrderLine`, `orderLine` -> `order_line`.
std::string snake_case(std::string_view name);

/// Returns whether `x` may be a GraphQL name that is not reserved.
bool valid_name(std::string_view x) noexcept;

} // namespace troupe::compiler::authoring
