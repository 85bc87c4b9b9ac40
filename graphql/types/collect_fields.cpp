#include "graphql/types/collect_fields.hpp"

namespace troupe::graphql::types {

struct field_collector::run {
  const type& object;
  std::vector<collected_field> out;
  std::unordered_map<std::string_view, size_t> by_key;
  std::unordered_set<std::string_view> seen;
};

field_collector::field_collector(const schema& types,
                                 const language::document& document,
                                 const variable_values& variables)
  : types_(types), variables_(variables) {
  for (const auto& x : document.definitions)
    if (x.fragment != nullptr)
      fragments_.emplace(x.fragment->name.text, x.fragment);
}

std::vector<collected_field>
field_collector::collect(const type& object,
                         const language::selection_set& selections) const {
  run r{object, {}, {}, {}};
  visit(r, selections, -1);
  return std::move(r.out);
}

std::vector<collected_field>
field_collector::collect(const type& object,
                         const collected_field& parent) const {
  run r{object, {}, {}, {}};
  for (size_t i = 0; i < parent.nodes.size(); ++i)
    visit(r, parent.nodes[i]->selections,
          parent.groups.empty() ? -1 : parent.groups[i]);
  return std::move(r.out);
}

void field_collector::visit(run& r, const language::selection_set& selections,
                            int32_t group) const {
  for (const auto& x : selections.items) {
    if (!included(x.directives))
      continue;
    switch (x.kind) {
      case language::selection_kind::field: {
        auto [i, fresh] = r.by_key.emplace(x.response_key(), r.out.size());
        if (fresh)
          r.out.push_back({x.response_key(), {}});
        r.out[i->second].nodes.push_back(&x);
        if (defer_)
          r.out[i->second].groups.push_back(group);
        break;
      }
      case language::selection_kind::fragment_spread: {
        auto i = fragments_.find(x.name.text);
        if (i == fragments_.end()
            || !applies(r.object, i->second->type_condition.text))
          break;
        // A deferred fragment may also be asked for at once.
        auto inner = group_of(x.directives, group);
        if (inner == group && !r.seen.insert(x.name.text).second)
          break;
        visit(r, i->second->selections, inner);
        break;
      }
      case language::selection_kind::inline_fragment:
        if (applies(r.object, x.type_condition.text))
          visit(r, x.selections, group_of(x.directives, group));
        break;
    }
  }
}

int32_t
field_collector::group_of(std::span<const language::directive> directives,
                          int32_t group) const {
  if (!defer_)
    return group;
  for (const auto& x : directives)
    if (x.name.text == "defer" && enabled(x))
      return defer_(x, group);
  return group;
}

bool field_collector::enabled(const language::directive& x) const {
  for (const auto& a : x.arguments) {
    if (a.name.text != "if")
      continue;
    if (a.value.kind != language::value_kind::variable)
      return a.value.text != "false";
    const auto* entry = variables_.find(a.value.text);
    return entry == nullptr || !entry->provided || entry->value.boolean;
  }
  return true;
}

bool field_collector::included(
  std::span<const language::directive> directives) const {
  for (const auto& x : directives) {
    bool skip = x.name.text == "skip";
    if ((!skip && x.name.text != "include") || x.arguments.empty())
      continue;
    const auto& value = x.arguments.front().value;
    bool on = value.text == "true";
    if (value.kind == language::value_kind::variable) {
      const auto* entry = variables_.find(value.text);
      on = entry != nullptr && entry->provided && entry->value.boolean;
    }
    if (on == skip)
      return false;
  }
  return true;
}

bool field_collector::applies(const type& object,
                              std::string_view condition) const {
  if (condition.empty() || condition == object.name)
    return true;
  const auto* wanted = types_.find(condition);
  return wanted != nullptr && types_.possible(*wanted, object);
}

} // namespace troupe::graphql::types
