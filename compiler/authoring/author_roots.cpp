#include "compiler/authoring/author_run.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

void author_run::roots() {
  find_writable();
  for (size_t op = 0; op < 3; ++op) {
    written_.clear();
    auto fields = [&](const type_definition& x, size_t file) {
      for (const auto& f : x.fields) {
        written_.insert(f.name.text);
        root(f, static_cast<plan::operation>(op), file);
      }
    };
    if (auto i = types_.find(root_names_[op]); i != types_.end())
      fields(*i->second.definition, i->second.file);
    for (const auto& [x, file] : extensions_)
      if (x->name.text == root_names_[op])
        fields(*x, file);
    generated_roots(static_cast<plan::operation>(op));
  }
  for (const auto& [x, file] : extensions_)
    if (!root_name(x->name.text))
      report(file, x->name.begin,
             "Only root types can be extended; write the fields of \""
               + std::string{x->name.text} + "\" where it is defined.");
}

void author_run::generated_roots(plan::operation op) {
  for (size_t i = 0; i < sources_.size(); ++i) {
    if (!generated(i))
      continue;
    const auto& m = out_.catalog.models[i];
    auto index = static_cast<int32_t>(i);
    if (op == plan::operation::query) {
      generate_list(m, index);
      generate_by_key(m, index);
      generate_connection(m, index);
      generate_aggregate(m, index);
    } else if (op == plan::operation::mutation && m.writable) {
      generate_writes(m, index);
    }
  }
  if (op == plan::operation::query)
    node_roots();
}

bool author_run::generated(size_t index) const {
  if (out_.catalog.models[index].embedded)
    return false;
  const auto* table =
    find_directive(sources_[index].definition->directives, "table");
  if (sources_[index].definition->kind != type_definition_kind::object
      && table == nullptr)
    return false;
  if (variant_of_table(sources_[index].definition->name.text))
    return false;
  return argument_text(table, "generate") != "false";
}

void author_run::add_root(plan::root_def x) {
  if (!written_.contains(x.name))
    out_.catalog.roots.push_back(std::move(x));
}

void author_run::generate_list(const plan::model_def& m, int32_t index) {
  plan::root_def out;
  out.name = camel_case(m.name);
  out.type = "[" + m.name + "!]!";
  out.description = "Rows of " + m.name + ".";
  out.model = index;
  out.arguments = list_arguments(m);
  add_root(std::move(out));
}

void author_run::generate_by_key(const plan::model_def& m, int32_t index) {
  if (m.primary_key.empty())
    return;
  plan::root_def out;
  out.kind = plan::root_kind::one;
  out.name = camel_case(m.name) + "ByPk";
  out.type = m.name;
  out.description = "One row of " + m.name + " by its key.";
  out.model = index;
  for (auto key : m.primary_key)
    out.arguments.push_back(key_argument(m, key));
  add_root(std::move(out));
}

plan::argument_def author_run::key_argument(const plan::model_def& m,
                                            int32_t key) {
  const auto& c = m.columns[static_cast<size_t>(key)];
  plan::argument_def out;
  out.name = camel_case(c.name);
  out.type = std::string{plan::scalar_name(c.type.base)} + "!";
  for (const auto& f : m.fields)
    if (f.column == key) {
      out.name = f.name;
      out.type = f.type.ends_with('!') ? f.type : f.type + "!";
    }
  out.column = key;
  return out;
}

void author_run::root(const language::field_definition& f, plan::operation op,
                      size_t file) {
  plan::root_def out;
  out.operation = op;
  out.name = f.name.text;
  out.type = types::notation(*f.type);
  out.description = text_of(f.description);
  out.deprecation = deprecation(f.directives);
  out.cache = cache_hint_of(f.directives);
  auto model = model_of_.find(core_name(*f.type));
  if (const auto* e = find_directive(f.directives, "expression")) {
    out.kind = plan::root_kind::expression;
    out.sql = argument_text(e, "sql");
    for (const auto& a : f.arguments)
      out.arguments.push_back(plain_argument(a, file));
  } else if (const auto* d = find_directive(f.directives, "function")) {
    if (model != model_of_.end())
      out.model = model->second;
    return function_root(std::move(out), f, *d, file);
  } else if (model == model_of_.end()) {
    return report(file, f.name.begin,
                  "Field \"" + std::string{f.name.text}
                    + "\" is bound to nothing: its type \"" + out.type
                    + "\" is no table's. Write @expression(sql: \"...\") or "
                      "@function.");
  } else {
    out.model = model->second;
    bind_root(out, f, op, file);
    const auto& m = out_.catalog.models[static_cast<size_t>(out.model)];
    if (m.abstract != plan::abstract_kind::none && m.discriminator < 0
        && out.kind != plan::root_kind::list)
      return report(file, f.name.begin,
                    "\"" + m.name
                      + "\" has no table of its own: a field of this type has "
                        "to be a list.");
  }
  out_.catalog.roots.push_back(std::move(out));
}

void author_run::bind_root(plan::root_def& out,
                           const language::field_definition& f,
                           plan::operation op, size_t file) {
  const auto& m = out_.catalog.models[static_cast<size_t>(out.model)];
  if (op == plan::operation::mutation)
    return bind_write(out, f, file);
  out.kind = is_list(*f.type) ? plan::root_kind::list : plan::root_kind::one;
  for (const auto& a : f.arguments) {
    if (op == plan::operation::subscription)
      out.arguments.push_back(plain_argument(a, file));
    else
      out.arguments.push_back(argument(a, m, file));
  }
  bool found_by = std::ranges::any_of(out.arguments, [](const auto& a) {
    return a.role == plan::argument_role::equals
           || a.role == plan::argument_role::where;
  });
  if (out.kind == plan::root_kind::one && !found_by
      && op == plan::operation::query)
    report(file, f.name.begin,
           "Field \"" + out.name
             + "\" answers one row but has no argument to find it by. Add "
               "the key as an argument, or make it a list.");
}

plan::argument_def argument_of(std::string name, std::string type,
                               std::string description,
                               plan::argument_role role) {
  plan::argument_def out;
  out.name = std::move(name);
  out.type = std::move(type);
  out.description = std::move(description);
  out.role = role;
  return out;
}

} // namespace troupe::compiler::authoring
