#pragma once

#include "compiler/planner/aggregate.hpp"
#include "compiler/planner/roots.hpp"

/// What the roots over a fact table share: flat rows of values, from one
/// source with a filter.
namespace troupe::compiler::planner {

class fact_rows {
public:
  fact_rows(statement_scope& q, const table_scope& t, const list_request& x)
    : q_(q), t_(t), x_(x) {
    // nop
  }

  tuple columns;

protected:
  static bool given(const input* x) noexcept {
    return x != nullptr && !x->is_null();
  }

  static void constant(plan::shape& to, std::string text);

  void add(plan::shape& to, const operand& x);

  /// Describes the value of a field; true if it is `__typename` and done.
  bool described(plan::shape& to, const collected_field& f,
                 const graphql::types::field& definition,
                 std::string_view type);

  /// ` FROM ... AS t WHERE ...`; empty `rows`: the table itself.
  std::string source(const std::string& rows);

  statement_scope& q_;
  const table_scope& t_;
  const list_request& x_;
};

/// Returns the rows of a fact table of whole periods between the bounds of
/// `where` on its time, those of periods that are not whole from the finer
/// source. Empty if the table has none, or `where` no lower bound.
std::string period_rows(statement_scope& q, const table_scope& t,
                        const input* where);

/// The bucket of a grouping over such rows: not finer than the table.
std::string_view period_bucket(const plan::fine_rows& fine,
                               std::string_view bucket) noexcept;

/// Plans a root by a builder that has `fields(type, selected)` and `from()`.
template <class Builder>
void plan_fact_rows(const root_field& x, bool opaque) {
  const auto& model = x.s.model(x.root.model);
  statement_scope q{x.s, {}, 0};
  table_scope t{model, q.alias()};
  list_request of{model, {}};
  of.at = x.out.shape.at;
  read_arguments(x.s, x.field, x.definition, x.root.arguments, of);
  Builder builder{q, t, of};
  const auto& type = x.definition.type->core();
  q.opaque = q.opaque || opaque;
  x.out.kind = plan::step_kind::list;
  x.out.list_nullable = !x.definition.type->non_null();
  x.out.shape.kind = plan::shape_kind::object;
  x.out.shape.fields = builder.fields(type, x.s.fields.collect(type, x.field));
  auto from = builder.from();
  x.out.statement =
    finish(q, top_level(x.s.dialect(), builder.columns) + from, false);
}

} // namespace troupe::compiler::planner
