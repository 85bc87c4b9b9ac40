#include "compiler/authoring/catalog_json.hpp"

namespace troupe::compiler::authoring {

bool is_sound(const plan::catalog& x) {
  auto within = [](int32_t i, const auto& items) {
    return i >= 0 && static_cast<size_t>(i) < items.size();
  };
  for (const auto& m : x.models) {
    for (const auto& f : m.fields)
      if ((f.kind == plan::field_kind::column && !within(f.column, m.columns))
          || ((f.kind == plan::field_kind::relation
               || f.kind == plan::field_kind::connection
               || f.kind == plan::field_kind::aggregate)
              && !within(f.relation, m.relations)))
        return false;
    for (const auto& r : m.relations) {
      if (!within(r.model, x.models) || r.on.empty())
        return false;
      const auto& target = x.models[static_cast<size_t>(r.model)];
      for (const auto& p : r.on)
        if (!within(p.local, m.columns) || !within(p.remote, target.columns))
          return false;
    }
    for (const auto& v : m.variants)
      if (!within(v.model, x.models))
        return false;
    if (m.discriminator >= 0 && !within(m.discriminator, m.columns))
      return false;
    for (auto i : m.primary_key)
      if (!within(i, m.columns))
        return false;
    for (auto i : m.node_key)
      if (!within(i, m.columns))
        return false;
    if (m.fine && !within(m.fine->column, m.columns))
      return false;
    if (m.document != -1 && !within(m.document, m.columns))
      return false;
  }
  for (const auto& r : x.roots) {
    if (r.kind == plan::root_kind::call) {
      if (!r.function)
        return false;
      for (auto i : r.function->writes)
        if (!within(i, x.models))
          return false;
      continue;
    }
    if (r.kind == plan::root_kind::expression || r.kind == plan::root_kind::node
        || r.kind == plan::root_kind::nodes)
      continue;
    if (!within(r.model, x.models))
      return false;
    if (r.kind == plan::root_kind::function)
      continue;
    const auto& m = x.models[static_cast<size_t>(r.model)];
    for (const auto& a : r.arguments)
      if ((a.role == plan::argument_role::equals
           || a.role == plan::argument_role::value)
          && r.operation != plan::operation::subscription
          && !within(a.column, m.columns) && !within(a.field, m.fields))
        return false;
  }
  return true;
}

} // namespace troupe::compiler::authoring
