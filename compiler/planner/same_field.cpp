#include "compiler/planner/same_field.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

namespace language = graphql::language;

bool same(const language::value& a, const language::value& b) {
  auto value = [](const auto& x, const auto& y) { return same(x, y); };
  auto field = [](const auto& x, const auto& y) {
    return x.name.text == y.name.text && same(x.value, y.value);
  };
  return a.kind == b.kind && a.text == b.text
         && std::ranges::equal(a.items, b.items, value)
         && std::ranges::equal(a.fields, b.fields, field);
}

bool same(std::span<const language::argument> a,
          std::span<const language::argument> b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
    return x.name.text == y.name.text && same(x.value, y.value);
  });
}

bool same(const language::selection& a, const language::selection& b,
          bool outermost, places& moved) {
  auto directive = [](const auto& x, const auto& y) {
    return x.name.text == y.name.text && same(x.arguments, y.arguments);
  };
  auto selection = [&](const auto& x, const auto& y) {
    return same(x, y, false, moved);
  };
  moved[a.at.begin] = b.at.begin;
  return a.kind == b.kind && a.name.text == b.name.text
         && (outermost || a.alias.text == b.alias.text)
         && a.type_condition.text == b.type_condition.text
         && same(a.arguments, b.arguments)
         && std::ranges::equal(a.directives, b.directives, directive)
         && std::ranges::equal(a.selections.items, b.selections.items,
                               selection);
}

} // namespace

bool same_field(const graphql::types::collected_field& a,
                const graphql::types::collected_field& b, places& moved) {
  return std::ranges::equal(
    a.nodes, b.nodes,
    [&](const auto* x, const auto* y) { return same(*x, *y, true, moved); });
}

void move_places(plan::shape& x, const places& moved) {
  if (auto i = moved.find(x.at); i != moved.end())
    x.at = i->second;
  for (auto& f : x.fields)
    move_places(f, moved);
}

} // namespace troupe::compiler::planner
