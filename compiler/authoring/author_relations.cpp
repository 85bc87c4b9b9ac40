#include "compiler/authoring/author_run.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

namespace {

/// An interface or union whose types have tables of their own.
bool no_table(const plan::model_def& m) noexcept {
  return m.abstract != plan::abstract_kind::none && m.discriminator < 0;
}

} // namespace

void author_run::relations() {
  for (bool many : {false, true})
    for (size_t i = 0; i < sources_.size(); ++i)
      for (const auto& f : sources_[i].definition->fields)
        if (!no_table(out_.catalog.models[i])
            && model_of_.contains(core_name(*f.type))
            && is_list(*f.type) == many
            && !document_field(*sources_[i].definition, f))
          relation(i, f, many);
  // Fields were added as they resolved; clients see them as written.
  for (size_t i = 0; i < sources_.size(); ++i) {
    std::map<std::string_view, size_t> position;
    for (const auto& f : sources_[i].definition->fields)
      position.emplace(f.name.text, position.size());
    std::ranges::stable_sort(
      out_.catalog.models[i].fields, {},
      [&](const auto& f) { return position.at(f.name); });
  }
}

void author_run::relation(size_t index, const language::field_definition& f,
                          bool many) {
  auto& m = out_.catalog.models[index];
  auto file = sources_[index].file;
  plan::relation_def r;
  r.model = model_of_.at(core_name(*f.type));
  r.many = many;
  const auto* d = find_directive(f.directives, "relation");
  auto from = argument_list(d, "from");
  auto to = argument_list(d, "to");
  auto& target = out_.catalog.models[static_cast<size_t>(r.model)];
  if (no_table(target))
    return report(file, f.name.begin,
                  "\"" + target.name + "\" has no table of its own, so field \""
                    + m.name + "." + std::string{f.name.text}
                    + "\" cannot lead to it. Give it @table and "
                      "@discriminator, or answer it by a root field.");
  if (many && from.empty() && to.empty()) {
    if (!reverse(r, index, target))
      return report(file, f.name.begin,
                    "The relation of field \"" + m.name + "."
                      + std::string{f.name.text} + "\" is not clear: type \""
                      + target.name + "\" has no single field of type \""
                      + m.name
                      + "\" to turn round. Write @relation(from: "
                        "[\"column\"], to: [\"column of "
                      + target.table + "\"]).");
  } else if (!pair_columns(r, index, f, std::move(from), std::move(to))) {
    return;
  }
  plan::field_def out;
  out.name = f.name.text;
  out.type = types::notation(*f.type);
  out.description = text_of(f.description);
  out.deprecation = deprecation(f.directives);
  out.kind = plan::field_kind::relation;
  out.relation = static_cast<int32_t>(m.relations.size());
  for (const auto& a : f.arguments)
    out.arguments.push_back(argument(a, target, file));
  if (many && f.arguments.empty())
    out.arguments = list_arguments(target);
  m.relations.push_back(std::move(r));
  m.fields.push_back(std::move(out));
}

bool author_run::reverse(plan::relation_def& r, size_t index,
                         const plan::model_def& target) const {
  const plan::relation_def* found = nullptr;
  for (const auto& x : target.relations)
    if (!x.many && x.model == static_cast<int32_t>(index)) {
      if (found != nullptr)
        return false;
      found = &x;
    }
  if (found == nullptr)
    return false;
  for (const auto& p : found->on)
    r.on.push_back({p.remote, p.local});
  return true;
}

bool author_run::pair_columns(plan::relation_def& r, size_t index,
                              const language::field_definition& f,
                              std::vector<std::string> from,
                              std::vector<std::string> to) {
  auto& m = out_.catalog.models[index];
  auto& target = out_.catalog.models[static_cast<size_t>(r.model)];
  auto file = sources_[index].file;
  if (to.empty())
    for (auto i : target.primary_key)
      to.push_back(target.columns[static_cast<size_t>(i)].name);
  if (from.empty() && to.size() == 1)
    from.push_back(snake_case(f.name.text) + "_id");
  if (from.size() != to.size() || from.empty()) {
    report(file, f.name.begin,
           "The relation of field \"" + m.name + "." + std::string{f.name.text}
             + "\" needs as many columns on both sides. Write "
               "@relation(from: [...], to: [...]).");
    return false;
  }
  for (size_t i = 0; i < from.size(); ++i) {
    auto integer = plan::parse_column_type(plan::dialect::postgres, "integer");
    auto remote = hidden_column(target, to[i], integer,
                                tables_[static_cast<size_t>(r.model)]);
    auto type =
      remote < 0 ? integer : target.columns[static_cast<size_t>(remote)].type;
    auto local = hidden_column(m, from[i], type, tables_[index]);
    if (local < 0 || remote < 0) {
      report(file, f.name.begin,
             "Table \"" + (local < 0 ? m.table : target.table)
               + "\" has no column \"" + (local < 0 ? from[i] : to[i])
               + "\" for the relation of field \"" + m.name + "."
               + std::string{f.name.text}
               + "\". @relation(from:, to:) names the columns.");
      return false;
    }
    r.on.push_back({local, remote});
  }
  return true;
}

} // namespace troupe::compiler::authoring
