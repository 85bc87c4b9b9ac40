#include "compiler/authoring/schema.hpp"
#include "compiler/authoring/schema_generator.hpp"

namespace troupe::compiler::authoring {

void mark_paged(plan::catalog& x) {
  std::set<std::string> paged;
  auto mark = [&](int32_t model) {
    paged.insert(x.models[static_cast<size_t>(model)].name);
  };
  for (const auto& r : x.roots)
    if (r.kind == plan::root_kind::connection)
      mark(r.model);
  for (const auto& m : x.models)
    for (const auto& f : m.fields)
      if (f.kind == plan::field_kind::connection)
        mark(m.relations[static_cast<size_t>(f.relation)].model);
  for (auto& m : x.models)
    m.paged = !m.hidden && paged.contains(m.name);
}

void schema_generator::node() {
  if (catalog_.node_id.empty())
    return;
  type_spec spec;
  spec.kind = types::kind::interface;
  spec.name = "Node";
  spec.description = "What has a global id.";
  spec.fields = {{catalog_.node_id, "ID!", "The global id."}};
  add_shared(spec);
}

void schema_generator::connection(const plan::model_def& m) {
  auto edge = keep(m.name + "Edge");
  type_spec spec;
  spec.name = keep(m.name + "Connection");
  spec.description = keep("A page of " + m.name + ".");
  spec.fields = {
    {"edges", keep("[" + std::string{edge} + "!]!"), "Rows with cursors."},
    {"nodes", keep("[" + m.name + "!]!"), "Rows without cursors."},
    {"pageInfo", "PageInfo!", "Where the page stands."},
    {"totalCount", "Int!", "Rows of all pages; counted when asked for."}};
  builder_.add(spec);
  type_spec row;
  row.name = edge;
  row.description = keep("A row of " + m.name + " in a page.");
  row.fields = {{"cursor", "String!", "Its place in this order."},
                {"node", keep(m.name + "!"), "The row."}};
  builder_.add(row);
  if (builder_.has("PageInfo"))
    return;
  type_spec page;
  page.name = "PageInfo";
  page.description = "Where a page stands.";
  page.fields = {{"hasNextPage", "Boolean!", "Whether rows follow."},
                 {"hasPreviousPage", "Boolean!", "Whether rows go before."},
                 {"startCursor", "String", "Cursor of the first row."},
                 {"endCursor", "String", "Cursor of the last row."}};
  add_shared(page);
}

} // namespace troupe::compiler::authoring
