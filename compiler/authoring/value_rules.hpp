#pragma once

#include "base/result.hpp"
#include "graphql/types/value_check.hpp"
#include "plan/value_rule.hpp"

#include <memory>
#include <span>

namespace troupe::compiler::authoring {

/// Makes what checks values of a scalar by the rules of its author. Returns an
/// error (`invalid_schema`) for a pattern that is no regular expression.
result<std::shared_ptr<const graphql::types::value_check>>
make_value_check(std::span<const plan::value_rule> rules);

} // namespace troupe::compiler::authoring
