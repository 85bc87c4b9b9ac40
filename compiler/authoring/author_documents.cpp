#include "compiler/authoring/author_run.hpp"

namespace troupe::compiler::authoring {

bool author_run::in_document(const type_definition& x) {
  return find_directive(x.directives, "document") != nullptr
         || find_directive(x.directives, "embedded") != nullptr
         || answer_type(x);
}

bool author_run::answer_type(const type_definition& x) {
  return find_directive(x.directives, "error") != nullptr
         || find_directive(x.directives, "response") != nullptr;
}

bool author_run::document_field(const type_definition& x,
                                const language::field_definition& f) {
  return in_document(x) && find_directive(f.directives, "column") == nullptr
         && find_directive(f.directives, "relation") == nullptr
         && find_directive(f.directives, "expression") == nullptr;
}

void author_run::document_model(plan::model_def& m, const type_definition& x,
                                size_t file, const plan::table_facts* facts) {
  const auto* d = find_directive(x.directives, "document");
  if (d != nullptr) {
    auto name = argument_text(d, "column");
    auto wanted = name.empty() ? std::string{"data"} : std::string{name};
    m.document = hidden_column(
      m, wanted, plan::parse_column_type(plan::dialect::postgres, "jsonb"),
      facts);
    if (m.document < 0)
      return report(file, d->at.begin,
                    "\"" + m.table + "\" has no column \"" + wanted
                      + "\" for the documents of type \"" + m.name
                      + "\". @document(column:) names another one.");
  }
  for (const auto& f : x.fields)
    if (document_field(x, f))
      document_value(m, f, facts);
}

void author_run::document_value(plan::model_def& m,
                                const language::field_definition& f,
                                const plan::table_facts* facts) {
  plan::field_def out;
  out.name = f.name.text;
  out.type = types::notation(*f.type);
  out.description = text_of(f.description);
  out.deprecation = deprecation(f.directives);
  out.kind = plan::field_kind::document;
  auto key = argument_text(find_directive(f.directives, "document"), "key");
  out.key = key.empty() ? snake_case(f.name.text) : std::string{key};
  // Whatever a response calls its entity.
  auto type = types_.find(core_name(*f.type));
  if (key.empty() && m.answer == plan::answer_kind::response
      && type != types_.end()
      && type->second.definition->kind == type_definition_kind::object
      && !in_embedded(*type->second.definition))
    out.key = "entity";
  // A column beside the document that has its value serves filters by index.
  const auto* column =
    facts == nullptr || m.document < 0 ? nullptr : find_column(*facts, out.key);
  if (column != nullptr && !model_of_.contains(core_name(*f.type))
      && column->name != m.columns[static_cast<size_t>(m.document)].name)
    out.column = hidden_column(m, out.key, column->type, facts);
  m.fields.push_back(std::move(out));
}

} // namespace troupe::compiler::authoring
