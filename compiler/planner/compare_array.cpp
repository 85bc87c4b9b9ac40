#include "compiler/planner/compare.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

std::string compare_array(statement_scope& q, const operand& x,
                          const input_field& op) {
  if (op.name == "length")
    return compare(
      q, {"cardinality(" + x.text + ")", plain_type(plan::base_type::int4)},
      op.value);
  if (op.name == "any" || op.name == "all") {
    auto item = q.alias();
    auto type = x.type;
    type.array = false;
    auto inner =
      compare(q, {item + ".item", type, true, true, x.renames}, op.value);
    if (inner.empty())
      return {};
    bool any = op.name == "any";
    return (any ? "EXISTS" : "NOT EXISTS")
           + std::string{" (SELECT 1 FROM unnest("} + x.text + ") AS " + item
           + "(item) WHERE " + (any ? inner : negated(inner)) + ")";
  }
  auto sign = op.name == "overlaps"      ? " && "
              : op.name == "containedIn" ? " <@ "
                                         : " @> ";
  return x.text + sign
         + q.bind(op.value, x.type, plan::transform::none, x.renames);
}

} // namespace troupe::compiler::planner
