#include "compiler/authoring/author_run.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

void author_run::relay_settings(const language::schema_definition& x,
                                size_t file) {
  const auto* d = find_directive(x.directives, "relay");
  if (d == nullptr)
    return;
  connections_ = argument_text(d, "connections") != "false";
  if (argument_text(d, "node") != "true")
    return;
  auto id = argument_text(d, "id");
  out_.catalog.node_id = id.empty() ? "id" : std::string{id};
  if (!valid_name(out_.catalog.node_id))
    report(file, d->at.begin,
           "\"" + out_.catalog.node_id + "\" is no name for a field.");
}

void author_run::relay() {
  auto& models = out_.catalog.models;
  if (!out_.catalog.node_id.empty())
    for (auto& m : models)
      if (!m.primary_key.empty())
        add_global_id(m);
  for (auto& m : models) {
    auto fields = std::move(m.fields);
    m.fields.clear();
    auto taken = [&](const std::string& name) {
      return std::ranges::any_of(fields,
                                 [&](const auto& f) { return f.name == name; });
    };
    for (auto& f : fields) {
      plan::field_def page;
      auto target = f.kind == plan::field_kind::relation ? static_cast<size_t>(
                      m.relations[static_cast<size_t>(f.relation)].model)
                                                         : models.size();
      bool wanted = target < models.size() && f.type.starts_with('[')
                    && connectable(target) && !taken(f.name + "Connection");
      if (wanted) {
        page.name = f.name + "Connection";
        page.type = models[target].name + "Connection!";
        page.description = "Pages of " + f.name + ".";
        page.kind = plan::field_kind::connection;
        page.relation = f.relation;
        page.arguments = connection_arguments(models[target]);
      }
      m.fields.push_back(std::move(f));
      if (wanted)
        m.fields.push_back(std::move(page));
    }
  }
}

/// A column that has the name of the global id becomes `rowId`.
void author_run::add_global_id(plan::model_def& m) {
  auto free = [&](const std::string& name) {
    return std::ranges::none_of(m.fields,
                                [&](const auto& f) { return f.name == name; });
  };
  const auto& name = out_.catalog.node_id;
  for (auto& f : m.fields)
    if (f.name == name)
      f.name = free("rowId") ? "rowId" : "rowKey";
  plan::field_def id;
  id.name = name;
  id.type = "ID!";
  id.description = "The global id, for `node`.";
  id.kind = plan::field_kind::global_id;
  m.fields.insert(m.fields.begin(), std::move(id));
  if (std::ranges::find(m.interfaces, "Node") == m.interfaces.end())
    m.interfaces.emplace_back("Node");
}

/// Pages need a total order, and type names of their own.
bool author_run::connectable(size_t index) const {
  const auto& m = out_.catalog.models[index];
  return connections_ && !m.primary_key.empty()
         && !types_.contains(m.name + "Connection")
         && !types_.contains(m.name + "Edge") && !types_.contains("PageInfo");
}

std::vector<plan::argument_def>
author_run::connection_arguments(const plan::model_def& target) {
  using plan::argument_role;
  std::vector<plan::argument_def> out{
    argument_of("first", "Int", "How many rows from the begin of the page.",
                argument_role::first),
    argument_of("after", "String", "Begin behind this cursor.",
                argument_role::after),
    argument_of("last", "Int", "How many rows up to the end of the page.",
                argument_role::last),
    argument_of("before", "String", "End before this cursor.",
                argument_role::before)};
  for (auto& a : list_arguments(target))
    if (a.role != argument_role::limit && a.role != argument_role::offset
        && (a.role == argument_role::where
            || a.role == argument_role::order_by))
      out.push_back(std::move(a));
  return out;
}

void author_run::generate_connection(const plan::model_def& m, int32_t index) {
  if (!connectable(static_cast<size_t>(index)))
    return;
  plan::root_def out;
  out.kind = plan::root_kind::connection;
  out.name = camel_case(m.name) + "Connection";
  out.type = m.name + "Connection!";
  out.description = "Pages of " + m.name + ".";
  out.model = index;
  out.arguments = connection_arguments(m);
  add_root(std::move(out));
}

void author_run::node_roots() {
  const auto& id = out_.catalog.node_id;
  if (id.empty())
    return;
  plan::root_def one;
  one.kind = plan::root_kind::node;
  one.name = "node";
  one.type = "Node";
  one.description = "The row of a global id.";
  one.arguments = {argument_of(id, "ID!", {}, plan::argument_role::ids)};
  add_root(std::move(one));
  plan::root_def many;
  many.kind = plan::root_kind::nodes;
  many.name = "nodes";
  many.type = "[Node]!";
  many.description = "The rows of global ids, in their order.";
  many.arguments = {
    argument_of(id + "s", "[ID!]!", {}, plan::argument_role::ids)};
  add_root(std::move(many));
}

} // namespace troupe::compiler::authoring
