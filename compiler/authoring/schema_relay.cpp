#include "compiler/authoring/schema_generator.hpp"

namespace troupe::compiler::authoring {

void schema_generator::relay() {
  std::set<int32_t> paged;
  for (const auto& r : catalog_.roots)
    if (r.kind == plan::root_kind::connection)
      paged.insert(r.model);
  for (const auto& m : catalog_.models)
    for (const auto& f : m.fields)
      if (f.kind == plan::field_kind::connection)
        paged.insert(m.relations[static_cast<size_t>(f.relation)].model);
  std::set<std::string_view> done;
  for (auto i : paged)
    if (const auto& m = catalog_.models[static_cast<size_t>(i)];
        done.insert(m.name).second)
      connection(m);
  if (!paged.empty()) {
    type_spec spec;
    spec.name = "PageInfo";
    spec.description = "Where a page stands.";
    spec.fields = {{"hasNextPage", "Boolean!", "Whether rows follow."},
                   {"hasPreviousPage", "Boolean!", "Whether rows go before."},
                   {"startCursor", "String", "Cursor of the first row."},
                   {"endCursor", "String", "Cursor of the last row."}};
    builder_.add(spec);
  }
  if (catalog_.node_id.empty())
    return;
  type_spec spec;
  spec.kind = types::kind::interface;
  spec.name = "Node";
  spec.description = "What has a global id.";
  spec.fields = {{catalog_.node_id, "ID!", "The global id."}};
  builder_.add(spec);
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
}

} // namespace troupe::compiler::authoring
