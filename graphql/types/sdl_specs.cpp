#include "graphql/types/sdl_specs.hpp"

#include <unordered_map>

namespace troupe::graphql::types {

namespace {

std::string_view text_of(const language::value* x) noexcept {
  return x == nullptr ? std::string_view{} : x->text;
}

const language::directive*
find_directive(std::span<const language::directive> directives,
               std::string_view name) noexcept {
  for (const auto& x : directives)
    if (x.name.text == name)
      return &x;
  return nullptr;
}

std::optional<std::string_view>
deprecation(std::span<const language::directive> directives) noexcept {
  const auto* x = find_directive(directives, "deprecated");
  if (x == nullptr)
    return std::nullopt;
  for (const auto& argument : x->arguments)
    if (argument.name.text == "reason")
      return argument.value.text;
  return "No longer supported";
}

kind kind_of(language::type_definition_kind x) noexcept {
  switch (x) {
    case language::type_definition_kind::scalar:
      return kind::scalar;
    case language::type_definition_kind::object:
      return kind::object;
    case language::type_definition_kind::interface:
      return kind::interface;
    case language::type_definition_kind::union_:
      return kind::union_;
    case language::type_definition_kind::enum_:
      return kind::enum_;
    case language::type_definition_kind::input_object:
      return kind::input_object;
  }
  return kind::scalar;
}

class converter {
public:
  explicit converter(const language::document& sdl) : sdl_(sdl) {
    // nop
  }

  specs run() {
    for (bool extensions : {false, true})
      for (const auto& x : sdl_.definitions) {
        if (x.type != nullptr && x.type->extension == extensions)
          type(*x.type);
        else if (x.schema != nullptr && x.schema->extension == extensions)
          schema_roots(*x.schema);
        else if (x.directive != nullptr && !extensions)
          directive(*x.directive);
      }
    return std::move(out_);
  }

private:
  std::string_view keep(std::string x) {
    return out_.texts.emplace_back(std::move(x));
  }

  std::string_view source(language::span at) const {
    return sdl_.text().substr(at.begin, at.end - at.begin);
  }

  std::vector<input_spec>
  inputs(std::span<const language::input_value_definition> definitions) {
    std::vector<input_spec> out;
    for (const auto& x : definitions) {
      auto& spec = out.emplace_back();
      spec.name = x.name.text;
      spec.type = keep(notation(*x.type));
      if (x.default_value != nullptr)
        spec.default_value = source(x.default_value->at);
      spec.description = text_of(x.description);
      spec.deprecation = deprecation(x.directives);
    }
    return out;
  }

  void type(const language::type_definition& x) {
    auto* spec = target(x);
    if (spec == nullptr)
      return;
    for (const auto& name : x.interfaces)
      spec->interfaces.push_back(name.text);
    for (const auto& name : x.members)
      spec->members.push_back(name.text);
    for (const auto& f : x.fields)
      spec->fields.push_back({f.name.text, keep(notation(*f.type)),
                              text_of(f.description), deprecation(f.directives),
                              inputs(f.arguments)});
    for (const auto& v : x.values)
      spec->values.push_back(
        {v.name.text, text_of(v.description), deprecation(v.directives)});
    auto fields = inputs(x.input_fields);
    spec->input_fields.insert(spec->input_fields.end(), fields.begin(),
                              fields.end());
    if (find_directive(x.directives, "oneOf") != nullptr)
      spec->one_of = true;
    if (const auto* by = find_directive(x.directives, "specifiedBy"))
      for (const auto& argument : by->arguments)
        spec->specified_by_url = argument.value.text;
  }

  type_spec* target(const language::type_definition& x) {
    auto known = by_name_.find(x.name.text);
    if (x.extension) {
      if (known != by_name_.end())
        return &out_.types[known->second];
      if (out_.failure.code == ec::none)
        out_.failure = {ec::invalid_schema,
                        "Cannot extend type \"" + std::string{x.name.text}
                          + "\" because it is not defined.",
                        {sdl_.locate(x.name.begin)}};
      return nullptr;
    }
    by_name_[x.name.text] = out_.types.size();
    auto& spec = out_.types.emplace_back();
    spec.kind = kind_of(x.kind);
    spec.name = x.name.text;
    spec.description = text_of(x.description);
    return &spec;
  }

  void schema_roots(const language::schema_definition& x) {
    if (x.description != nullptr)
      out_.description = x.description->text;
    for (const auto& root : x.operations) {
      out_.has_schema = true;
      out_.roots[static_cast<size_t>(root.kind)] = root.type.text;
    }
  }

  void directive(const language::directive_definition& x) {
    auto& spec = out_.directives.emplace_back();
    spec.name = x.name.text;
    spec.description = text_of(x.description);
    spec.repeatable = x.repeatable;
    spec.arguments = inputs(x.arguments);
    for (const auto& name : x.locations)
      spec.locations.push_back(name.text);
  }

  const language::document& sdl_;
  specs out_;
  std::unordered_map<std::string_view, size_t> by_name_;
};

} // namespace

specs specs_of(const language::document& sdl) {
  return converter{sdl}.run();
}

std::string notation(const language::type_reference& x) {
  switch (x.kind) {
    case language::type_kind::named:
      return std::string{x.name.text};
    case language::type_kind::list:
      return "[" + notation(*x.inner) + "]";
    case language::type_kind::non_null:
      return notation(*x.inner) + "!";
  }
  return {};
}

} // namespace troupe::graphql::types
