#pragma once

#include "base/bytes.hpp"
#include "base/json_read.hpp"
#include "base/result.hpp"
#include "plan/operation.hpp"

#include <memory>

namespace troupe::plan {

/// Appends a plan as JSON, as the compiled schema keeps it for a trusted
/// document: a line for each statement and each root field, members that have
/// their usual value left out.
void write_plan(bytes& out, const operation_plan& x);

/// Reads what `write_plan` wrote. Errors (`invalid_schema`) name the member
/// that is unknown or has the wrong type.
result<std::shared_ptr<const operation_plan>> read_plan(const json::value& x);

} // namespace troupe::plan
