#pragma once

#include "graphql/types/input.hpp"
#include "plan/operation.hpp"

#include <cstdint>

namespace troupe::runtime {

/// Returns how many rows an operation is expected to read: what its lists may
/// have at the most, multiplied down the tree. `unlimited` is taken for lists
/// without a limit. Saturates.
uint64_t expected_rows(const plan::operation_plan& plan,
                       const graphql::types::variable_values& variables,
                       uint64_t unlimited);

} // namespace troupe::runtime
