#include "graphql/types/schema.hpp"

#include <algorithm>

namespace troupe::graphql::types {

namespace {

/// Finds by name in a list, through the type's index where it has one.
template <class T>
const T*
find_named(std::span<const T> items, std::string_view name,
           const std::unordered_map<std::string_view, uint32_t>* index) {
  if (index != nullptr) {
    auto i = index->find(name);
    return i == index->end() ? nullptr : &items[i->second];
  }
  for (const auto& x : items)
    if (x.name == name)
      return &x;
  return nullptr;
}

} // namespace

bool same(const type_ref& a, const type_ref& b) noexcept {
  if (&a == &b)
    return true;
  if (a.kind != b.kind)
    return false;
  return a.kind == language::type_kind::named ? a.named == b.named
                                              : same(*a.inner, *b.inner);
}

std::string to_string(const type_ref& x) {
  switch (x.kind) {
    case language::type_kind::named:
      return std::string{x.named->name};
    case language::type_kind::list:
      return "[" + to_string(*x.inner) + "]";
    case language::type_kind::non_null:
      return to_string(*x.inner) + "!";
  }
  return {};
}

const input_value* field::argument(std::string_view wanted) const noexcept {
  return find_named(arguments, wanted, nullptr);
}

const input_value* directive::argument(std::string_view wanted) const noexcept {
  return find_named(arguments, wanted, nullptr);
}

const field* type::find_field(std::string_view wanted) const noexcept {
  return find_named(fields, wanted, by_name);
}

const input_value*
type::find_input_field(std::string_view wanted) const noexcept {
  return find_named(input_fields, wanted, by_name);
}

const enum_value* type::find_value(std::string_view wanted) const noexcept {
  return find_named(values, wanted, by_name);
}

const type* schema::find(std::string_view name) const noexcept {
  auto i = by_name_.find(name);
  return i == by_name_.end() ? nullptr : i->second;
}

const directive* schema::find_directive(std::string_view name) const noexcept {
  auto i = directives_by_name_.find(name);
  return i == directives_by_name_.end() ? nullptr : i->second;
}

const field* schema::find_field(const type& parent,
                                std::string_view name) const noexcept {
  if (name.starts_with("__")) {
    if (name == "__typename" && parent.composite())
      return &typename_field();
    if (&parent == query()) {
      if (name == "__schema")
        return &schema_field();
      if (name == "__type")
        return &type_field();
    }
  }
  return parent.find_field(name);
}

bool schema::possible(const type& abstract, const type& object) const noexcept {
  return &abstract == &object
         || std::ranges::find(abstract.possible, &object)
              != abstract.possible.end();
}

} // namespace troupe::graphql::types
