#pragma once

#include "graphql/types/collect_fields.hpp"
#include "plan/shape.hpp"

#include <cstdint>
#include <unordered_map>

/// Root fields that ask the same under different aliases.
namespace troupe::compiler::planner {

/// Where each field of one root field stands in another one.
using places = std::unordered_map<uint32_t, uint32_t>;

/// Whether two fields have the same plan: the same names, arguments, directives
/// and selections, but for the alias of the outermost. `moved` receives where
/// the fields of the first stand in the second.
bool same_field(const graphql::types::collected_field& a,
                const graphql::types::collected_field& b, places& moved);

/// Sets the places of a copied shape, for the locations of errors.
void move_places(plan::shape& x, const places& moved);

} // namespace troupe::compiler::planner
