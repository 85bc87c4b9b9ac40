#include "compiler/authoring/author_run.hpp"

#include <algorithm>

/// Interfaces and unions: over one table with a column that tells the type, or
/// over the tables of their object types.
namespace troupe::compiler::authoring {

namespace {

bool abstract_type(const type_definition& x) noexcept {
  return x.kind
           == type_definition_kind::
             interface || x.kind == type_definition_kind::union_;
}

} // namespace

std::vector<std::string_view>
author_run::members_of(const type_definition& x) const {
  std::vector<std::string_view> out;
  if (x.kind == type_definition_kind::union_) {
    for (const auto& name : x.members)
      out.push_back(name.text);
    return out;
  }
  for (auto name : order_) {
    const auto& [type, file] = types_.at(name);
    if (type->kind == type_definition_kind::object
        && std::ranges::any_of(type->interfaces, [&](const auto& i) {
             return i.text == x.name.text;
           }))
      out.push_back(name);
  }
  return out;
}

bool author_run::bound_abstract(const type_definition& x) const {
  if (!abstract_type(x))
    return false;
  if (find_directive(x.directives, "table") != nullptr)
    return true;
  auto members = members_of(x);
  return !members.empty()
         && std::ranges::all_of(members, [&](std::string_view name) {
              auto i = types_.find(name);
              return i != types_.end() && !root_name(name)
                     && i->second.definition->kind
                          == type_definition_kind::object;
            });
}

bool author_run::variant_of_table(std::string_view name) const {
  for (auto other : order_) {
    const auto& x = *types_.at(other).definition;
    if (!abstract_type(x) || find_directive(x.directives, "table") == nullptr)
      continue;
    auto members = members_of(x);
    if (std::ranges::find(members, name) != members.end())
      return true;
  }
  return false;
}

void author_run::abstract_models() {
  for (size_t i = 0; i < sources_.size(); ++i) {
    const auto& [x, file] = sources_[i];
    if (!abstract_type(*x))
      continue;
    auto& m = out_.catalog.models[i];
    m.abstract = x->kind == type_definition_kind::union_
                   ? plan::abstract_kind::union_
                   : plan::abstract_kind::interface_;
    for (auto name : members_of(*x))
      if (auto found = model_of_.find(name); found != model_of_.end())
        m.variants.push_back({found->second, {}});
    if (find_directive(x->directives, "table") == nullptr) {
      m.filterable = false;
      m.aggregates = false;
      m.table.clear();
      continue;
    }
    discriminate(m, *x, file, tables_[i]);
    // A union has no fields to ask for.
    m.filterable = m.filterable && m.abstract != plan::abstract_kind::union_;
    m.aggregates = m.aggregates && m.filterable;
  }
}

void author_run::discriminate(plan::model_def& m, const type_definition& x,
                              size_t file, const plan::table_facts* facts) {
  const auto* d = find_directive(x.directives, "discriminator");
  auto column = std::string{argument_text(d, "column")};
  auto at = d == nullptr ? x.name.begin : d->at.begin;
  if (column.empty())
    return report(file, at,
                  "\"" + m.name
                    + "\" needs @discriminator(column: \"...\"): the column "
                      "that tells of which type a row is.");
  m.discriminator = hidden_column(
    m, column, plan::parse_column_type(plan::dialect::postgres, "text"), facts);
  if (m.discriminator < 0)
    return report(file, at,
                  "Table \"" + m.table + "\" has no column \"" + column
                    + "\" for @discriminator.");
  for (auto& v : m.variants) {
    auto& target = out_.catalog.models[static_cast<size_t>(v.model)];
    const auto& [definition, target_file] =
      sources_[static_cast<size_t>(v.model)];
    auto value =
      argument_text(find_directive(definition->directives, "variant"), "value");
    v.value = value.empty() ? snake_case(target.name) : std::string{value};
    if (target.table != m.table || target.schema != m.schema)
      report(target_file, definition->name.begin,
             "Type \"" + target.name + "\" is a \"" + m.name
               + "\" and so of the same table: write @table(name: \"" + m.table
               + "\").");
  }
}

/// What the variants show or join by has to come along when rows are cut first.
void author_run::variant_columns() {
  for (auto& m : out_.catalog.models) {
    if (m.discriminator < 0)
      continue;
    for (const auto& v : m.variants)
      for (const auto& c :
           out_.catalog.models[static_cast<size_t>(v.model)].columns)
        if (column_named(m, c.name) < 0)
          m.columns.push_back(c);
  }
}

} // namespace troupe::compiler::authoring
