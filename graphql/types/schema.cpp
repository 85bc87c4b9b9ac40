#include "graphql/types/schema.hpp"

#include "graphql/types/schema_state.hpp"

#include <algorithm>

namespace troupe::graphql::types {

namespace {

/// Finds by name in a list, through the type's index where it has one.
template <class T>
const T*
find_named(std::span<T> items, std::string_view name,
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

bool same(const type_ref& a, const type_ref& b) {
  if (&a == &b)
    return true;
  if (a.kind != b.kind)
    return false;
  return a.kind == language::type_kind::named ? a.named() == b.named()
                                              : same(*a.inner, *b.inner);
}

std::string to_string(const type_ref& x) {
  switch (x.kind) {
    case language::type_kind::named:
      return std::string{x.named()->name};
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

const types::type* type_ref::resolve() const {
  const auto* x = owner_->resolve(name_);
  named_.store(x, std::memory_order_release);
  return x;
}

std::span<const field> type::fields() const {
  if (made_ != nullptr)
    owner_->make_fields(*this);
  return fields_;
}

std::vector<std::string_view> type::field_names() const {
  std::vector<std::string_view> out;
  for (const auto& x : fields_)
    out.push_back(x.name);
  return out;
}

std::span<const type* const> type::possible() const {
  return owner_->possible(*this);
}

const field* type::find_field(std::string_view wanted) const {
  const auto* x = find_named(fields_, wanted, by_name_);
  if (x != nullptr && made_ != nullptr)
    owner_->make_field(*this, static_cast<size_t>(x - fields_.data()));
  return x;
}

const input_value*
type::find_input_field(std::string_view wanted) const noexcept {
  return find_named(input_fields, wanted, by_name_);
}

const enum_value* type::find_value(std::string_view wanted) const noexcept {
  return find_named(values, wanted, by_name_);
}

schema::schema() = default;
schema::schema(schema&&) noexcept = default;
schema& schema::operator=(schema&&) noexcept = default;
schema::~schema() = default;

const type* schema::find(std::string_view name) const {
  return state_->find(name);
}

const directive* schema::find_directive(std::string_view name) const noexcept {
  return state_->find_directive(name);
}

std::span<const type* const> schema::types() const {
  return state_->types();
}

std::span<const directive* const> schema::directives() const noexcept {
  return state_->directives();
}

const type* schema::root(language::operation_kind kind) const noexcept {
  return state_->root(static_cast<size_t>(kind));
}

std::string_view schema::description() const noexcept {
  return state_->description;
}

bool schema::described() const noexcept {
  return state_->described;
}

const field& schema::schema_field() const noexcept {
  return state_->meta(0);
}

const field& schema::type_field() const noexcept {
  return state_->meta(1);
}

const field& schema::typename_field() const noexcept {
  return state_->meta(2);
}

const field* schema::find_field(const type& parent,
                                std::string_view name) const {
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

bool schema::possible(const type& abstract, const type& object) const {
  if (&abstract == &object)
    return true;
  if (abstract.kind == kind::union_)
    return std::ranges::find(abstract.members_, object.name)
           != abstract.members_.end();
  return object.kind == kind::object
         && std::ranges::find(object.interfaces, &abstract)
              != object.interfaces.end();
}

} // namespace troupe::graphql::types
