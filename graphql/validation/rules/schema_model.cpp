#include "graphql/validation/rules/schema_model.hpp"

#include <algorithm>

namespace troupe::graphql::validation {

namespace {

/// Types that a document cannot change: a definition of one is ignored.
bool standard(std::string_view name) noexcept {
  constexpr std::string_view names[] = {
    "String",
    "Int",
    "Float",
    "Boolean",
    "ID",
    "__Schema",
    "__Type",
    "__Field",
    "__TypeKind",
    "__InputValue",
    "__EnumValue",
    "__Directive",
    "__DirectiveLocation",
  };
  return std::ranges::find(names, name) != std::end(names);
}

} // namespace

std::string_view core_of(const language::type_reference& x) noexcept {
  const auto* at = &x;
  while (at->inner != nullptr)
    at = at->inner;
  return at->name.text;
}

bool type_model::implements(std::string_view interface) const noexcept {
  return std::ranges::any_of(
    interfaces, [&](const auto& x) { return x.node->text == interface; });
}

std::vector<place> type_model::node_places() const {
  std::vector<place> out;
  for (const auto& x : nodes)
    out.push_back({x.document, x.node->at.begin});
  return out;
}

schema_model::schema_model(std::span<const language::document* const> documents)
  : documents_(documents) {
  for (bool extensions : {false, true})
    for (size_t i = 0; i < documents.size(); ++i)
      for (const auto& x : documents[i]->definitions) {
        if (x.type != nullptr && x.type->extension == extensions
            && !standard(x.type->name.text))
          add(*x.type, i);
        else if (x.directive != nullptr && !extensions)
          *directives_.insert(x.directive->name.text, {}).first = {x.directive,
                                                                   i};
      }
  for (size_t i = 0; i < documents.size(); ++i) {
    for (bool extensions : {false, true})
      for (const auto& x : documents[i]->definitions)
        if (x.schema != nullptr && x.schema->extension == extensions)
          add_roots(*x.schema, i);
    if (i == 0 && (schemas_.empty() || schemas_.front().node->extension))
      default_roots();
  }
}

void schema_model::add(const language::type_definition& x, size_t document) {
  auto [number, fresh] = by_name_.insert(x.name.text, types_.size());
  if (fresh) {
    if (x.extension)
      return;
    types_.emplace_back();
  }
  auto& out = types_[*number];
  out.name = x.name.text;
  if (!x.extension) {
    out.kind = static_cast<types::kind>(x.kind);
    out.nodes.clear();
  }
  out.nodes.push_back({&x, document});
  for (const auto& name : x.interfaces)
    out.interfaces.push_back({&name, document});
  for (const auto& name : x.members)
    out.members.push_back({&name, document});
  for (const auto& f : x.fields)
    *out.fields.insert(f.name.text, {}).first = {&f, document};
  for (const auto& f : x.input_fields)
    *out.input_fields.insert(f.name.text, {}).first = {&f, document};
  for (const auto& v : x.values)
    *out.values.insert(v.name.text, {}).first = {&v, document};
  for (const auto& d : x.directives)
    out.one_of = out.one_of || d.name.text == "oneOf";
}

void schema_model::add_roots(const language::schema_definition& x,
                             size_t document) {
  schemas_.push_back({&x, document});
  for (const auto& root : x.operations)
    roots_[static_cast<size_t>(root.kind)] = root.type.text;
}

/// Without a schema definition the root types have their usual names.
void schema_model::default_roots() {
  constexpr std::string_view names[] = {"Query", "Mutation", "Subscription"};
  for (size_t i = 0; i < 3; ++i) {
    const auto* x = find(names[i]);
    if (x != nullptr && x->nodes.front().document == 0)
      roots_[i] = names[i];
  }
}

const type_model* schema_model::find(std::string_view name) const noexcept {
  const auto* number = by_name_.find(name);
  return number == nullptr || *number >= types_.size() ? nullptr
                                                       : &types_[*number];
}

std::vector<place>
schema_model::root_place(language::operation_kind kind) const {
  for (const auto& x : schemas_)
    for (const auto& root : x.node->operations)
      if (root.kind == kind)
        return {{x.document, root.type.begin}};
  const auto* type = find(root(kind));
  if (type == nullptr)
    return {};
  return {{type->nodes.front().document, type->nodes.front().node->at.begin}};
}

std::vector<place> schema_model::schema_place() const {
  for (const auto& x : schemas_)
    if (!x.node->extension)
      return {{x.document, x.node->at.begin}};
  return {};
}

bool schema_model::is_input(const language::type_reference& x) const noexcept {
  const auto* type = find(core_of(x));
  return type == nullptr || type->kind == types::kind::scalar
         || type->kind == types::kind::enum_
         || type->kind == types::kind::input_object;
}

bool schema_model::is_output(const language::type_reference& x) const noexcept {
  const auto* type = find(core_of(x));
  return type == nullptr || type->kind != types::kind::input_object;
}

bool schema_model::is_object(std::string_view name) const noexcept {
  const auto* type = find(name);
  return type == nullptr ? !standard(name) : type->kind == types::kind::object;
}

bool schema_model::sub_type(const language::type_reference& a,
                            const language::type_reference& b) const {
  using language::type_kind;
  if (b.kind == type_kind::non_null)
    return a.kind == type_kind::non_null && sub_type(*a.inner, *b.inner);
  if (a.kind == type_kind::non_null)
    return sub_type(*a.inner, b);
  if (a.kind == type_kind::list || b.kind == type_kind::list)
    return a.kind == b.kind && sub_type(*a.inner, *b.inner);
  if (a.name.text == b.name.text)
    return true;
  const auto* sub = find(a.name.text);
  const auto* super = find(b.name.text);
  if (sub == nullptr || super == nullptr)
    return false;
  if (super->kind == types::kind::union_)
    return std::ranges::any_of(
      super->members, [&](const auto& x) { return x.node->text == sub->name; });
  return super->kind == types::kind::interface && sub->implements(super->name);
}

location schema_model::locate(const place& x) const {
  return documents_[x.document]->locate(x.at);
}

} // namespace troupe::graphql::validation
