#include "compiler/authoring/author_run.hpp"

namespace troupe::compiler::authoring {

void author_run::enums_and_scalars() {
  for (auto name : order_) {
    const auto& [x, file] = types_.at(name);
    if (x->kind == type_definition_kind::enum_)
      enumeration(*x);
    else if (x->kind == type_definition_kind::scalar)
      out_.catalog.scalars.push_back(
        {std::string{name}, std::string{text_of(x->description)},
         std::string{argument_text(find_directive(x->directives, "specifiedBy"),
                                   "url")}});
    else if (x->kind
               == type_definition_kind::
                 interface || x->kind == type_definition_kind::union_)
      if (find_directive(x->directives, "table") == nullptr)
        keep_as_written(file, x->at);
  }
}

void author_run::enumeration(const type_definition& x) {
  auto& e = out_.catalog.enums.emplace_back();
  e.name = x.name.text;
  e.description = text_of(x.description);
  auto database = argument_text(find_directive(x.directives, "enum"), "type");
  e.type.base =
    database.empty() ? plan::base_type::text : plan::base_type::enumeration;
  e.type.name = database.empty() ? "text" : std::string{database};
  for (const auto& v : x.values) {
    auto sql = argument_text(find_directive(v.directives, "value"), "sql");
    e.values.push_back(
      {std::string{v.name.text}, std::string{sql.empty() ? v.name.text : sql},
       std::string{text_of(v.description)}, deprecation(v.directives)});
  }
}

const plan::enum_def* author_run::find_enum(std::string_view name) const {
  for (const auto& x : out_.catalog.enums)
    if (x.name == name)
      return &x;
  return nullptr;
}

plan::column_type author_run::type_of(std::string_view scalar,
                                      std::string_view declared,
                                      bool list) const {
  plan::column_type out;
  if (!declared.empty()) {
    out = plan::parse_column_type(out_.catalog.dialect, declared);
  } else if (const auto* e = find_enum(scalar)) {
    out = e->type;
  } else {
    out = plan::scalar_type(scalar);
  }
  out.array = out.array || list;
  return out;
}

void author_run::inputs() {
  for (auto name : order_) {
    const auto& [x, file] = types_.at(name);
    if (x->kind != type_definition_kind::input_object)
      continue;
    auto& in = out_.catalog.inputs.emplace_back();
    in.name = name;
    in.description = text_of(x->description);
    in.one_of = find_directive(x->directives, "oneOf") != nullptr;
    for (const auto& f : x->input_fields) {
      auto& to = in.fields.emplace_back();
      to.name = f.name.text;
      to.type = types::notation(*f.type);
      to.description = text_of(f.description);
      to.deprecation = deprecation(f.directives);
      if (f.default_value != nullptr)
        to.default_value = documents_[file].text().substr(
          f.default_value->at.begin,
          f.default_value->at.end - f.default_value->at.begin);
    }
  }
}

} // namespace troupe::compiler::authoring
