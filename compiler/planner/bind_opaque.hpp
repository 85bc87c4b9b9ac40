#pragma once

#include "base/arena.hpp"
#include "base/result.hpp"
#include "graphql/types/input.hpp"
#include "plan/statement.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What is inside cursors and global ids, as values to be bound.
namespace troupe::compiler::planner {

/// Returns part `parameter.part` of a cursor; texts live in `memory`. Errors
/// are `bad_user_input`: no cursor, or one of another ordering.
result<graphql::types::input> cursor_part(std::string_view text,
                                          const plan::parameter& parameter,
                                          arena& memory);

/// Returns part `parameter.part` of the key in a global id, null if it is of
/// another type. Texts are kept in `texts`, which must not move its strings.
graphql::types::input node_part(std::string_view text,
                                const plan::parameter& parameter,
                                std::vector<std::string>& texts);

} // namespace troupe::compiler::planner
