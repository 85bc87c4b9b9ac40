#include "base/suggestions.hpp"
#include "compiler/planner/document.hpp"
#include "compiler/planner/fraiseql.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

void fraiseql_order_keys(statement_scope& q, const table_scope& t,
                         const input& order_by, std::vector<sort_key>& out) {
  for (const auto& one : order_by.items) {
    const auto* name = one.find("field");
    const auto* direction = one.find("direction");
    if (name == nullptr)
      continue;
    if (name->leaf >= 0)
      return q.s.fail(0, "The field of an orderBy cannot be a variable of its "
                         "own. Write it into the document, or give the whole "
                         "orderBy as a variable.");
    std::vector<std::string_view> names;
    const plan::field_def* found = nullptr;
    for (const auto& f : t.model.fields) {
      names.push_back(f.name);
      if (f.name == name->text && f.kind != plan::field_kind::distance)
        found = &f;
    }
    if (found == nullptr || is_object(q.s, *found))
      return q.s.fail(0, "Cannot order " + t.model.name + " by \""
                           + std::string{name->text} + "\"."
                           + did_you_mean(suggestions(name->text, names, 3)));
    check_visible(q.s, *found);
    auto x = operand_of(q.s, t, *found);
    sort_key k;
    k.expression = x.text;
    k.descending = direction != nullptr && direction->text == "DESC";
    k.nulls_first = k.descending;
    k.direction =
      (k.descending ? " DESC" : "")
      + std::string{sql::nulls(q.s.dialect(), k.descending, k.nulls_first)};
    k.nullable = x.nullable;
    k.type = x.type;
    out.push_back(std::move(k));
  }
}

} // namespace troupe::compiler::planner
