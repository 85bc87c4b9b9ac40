#pragma once

#include "compiler/planner/compare.hpp"
#include "compiler/planner/document.hpp"

namespace troupe::compiler::planner {

/// The walk over a where input, whatever its front end calls things. `Derived`
/// has the words `all`, `any` and `none` of combinators, `inverted(condition)`,
/// and `field(definition, value)` for the conditions on a field that is no
/// object within a document; `other(member)` for what names no field.
template <class Derived>
class where_walk {
public:
  where_walk(statement_scope& q, const table_scope& t) : q_(q), t_(t) {
    // nop
  }

  /// Returns the condition, empty if it demands nothing.
  std::string where(const input& x) {
    std::vector<std::string> parts;
    for (const auto& f : x.fields) {
      if (f.value.is_null())
        continue;
      auto part = member(f);
      if (!part.empty())
        parts.push_back(std::move(part));
    }
    return join_conditions(parts, " AND ");
  }

protected:
  statement_scope& q_;
  const table_scope& t_;

private:
  Derived& self() {
    return static_cast<Derived&>(*this);
  }

  std::string member(const graphql::types::input_field& f) {
    if (f.name == Derived::all || f.name == Derived::any)
      return combined(f.value, f.name == Derived::all);
    if (f.name == Derived::none) {
      auto inner = where(f.value);
      return self().inverted(inner.empty() ? "TRUE" : inner);
    }
    for (const auto& field : t_.model.fields) {
      if (field.name != f.name)
        continue;
      if (field.kind == plan::field_kind::document && is_object(q_.s, field)
          && !field.type.starts_with('[')) {
        auto inner = within_document(q_.s, t_, field);
        return Derived{q_, inner}.where(f.value);
      }
      return self().field(field, f.value);
    }
    return self().other(f);
  }

  /// Without conditions all of them hold, and none of any.
  std::string combined(const input& list, bool all) {
    std::vector<std::string> parts;
    for (const auto& item : list.items) {
      auto part = where(item);
      parts.push_back(part.empty() ? "TRUE" : part);
    }
    if (parts.empty())
      return all ? "TRUE" : "FALSE";
    return join_conditions(parts, all ? " AND " : " OR ");
  }
};

} // namespace troupe::compiler::planner
