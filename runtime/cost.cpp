#include "runtime/cost.hpp"

#include <algorithm>
#include <vector>

namespace troupe::runtime {

namespace {

uint64_t multiply(uint64_t a, uint64_t b) noexcept {
  uint64_t out = 0;
  return __builtin_mul_overflow(a, b, &out) ? UINT64_MAX : out;
}

uint64_t add(uint64_t a, uint64_t b) noexcept {
  uint64_t out = 0;
  return __builtin_add_overflow(a, b, &out) ? UINT64_MAX : out;
}

} // namespace

uint64_t expected_rows(const plan::operation_plan& plan,
                       const graphql::types::variable_values& variables,
                       uint64_t unlimited) {
  constexpr size_t few = 32;
  uint64_t local[few];
  std::vector<uint64_t> many;
  auto* rows = local;
  if (plan.costs.size() > few) {
    many.resize(plan.costs.size());
    rows = many.data();
  }
  uint64_t total = 0;
  for (size_t i = 0; i < plan.costs.size(); ++i) {
    const auto& x = plan.costs[i];
    auto limit = x.leaf >= 0
                   ? variables.leaves[static_cast<size_t>(x.leaf)]->integer
                   : x.rows;
    // A negative limit is refused when it is bound.
    auto own = x.leaf < 0 && x.rows < 0
                 ? unlimited
                 : static_cast<uint64_t>(std::max<int64_t>(limit, 0));
    rows[i] =
      x.parent < 0 ? own : multiply(own, rows[static_cast<size_t>(x.parent)]);
    total = add(total, rows[i]);
  }
  return total;
}

} // namespace troupe::runtime
