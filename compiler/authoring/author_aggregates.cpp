#include "compiler/authoring/author_run.hpp"

#include <algorithm>

/// Aggregates and windows: their fields and root fields.
namespace troupe::compiler::authoring {

namespace {

bool has_field(const plan::model_def& m, std::string_view name) {
  return std::ranges::any_of(m.fields,
                             [&](const auto& f) { return f.name == name; });
}

} // namespace

void author_run::aggregate_fields() {
  for (auto& m : out_.catalog.models) {
    // Types of an interface would have to have the same fields.
    if (m.abstract != plan::abstract_kind::none)
      continue;
    auto fields = m.fields;
    for (const auto& f : fields) {
      if (f.kind != plan::field_kind::relation)
        continue;
      const auto& r = m.relations[static_cast<size_t>(f.relation)];
      const auto& target = out_.catalog.models[static_cast<size_t>(r.model)];
      if (!r.many || !target.aggregates || has_field(m, f.name + "Aggregate"))
        continue;
      plan::field_def out;
      out.name = f.name + "Aggregate";
      out.type = target.name + "Aggregate!";
      out.description = "Functions over `" + f.name + "`.";
      out.kind = plan::field_kind::aggregate;
      out.relation = f.relation;
      out.arguments.push_back(argument_of("where", target.name + "Where",
                                          "Which rows to take.",
                                          plan::argument_role::where));
      m.fields.push_back(std::move(out));
    }
    if (!m.aggregates || has_field(m, "window"))
      continue;
    plan::field_def out;
    out.name = "window";
    out.type = m.name + "Window!";
    out.description = "Functions over the rows of this list around this one.";
    out.kind = plan::field_kind::window;
    out.arguments = {
      argument_of("partitionBy", "[" + m.name + "Grouping!]",
                  "See only rows that are equal in these.",
                  plan::argument_role::group_by),
      argument_of("orderBy", "[" + m.name + "OrderBy!]",
                  "The order of the window.", plan::argument_role::order_by),
      argument_of("frame", "WindowFrame",
                  "From the first row to this one if left out; without "
                  "`orderBy` all.",
                  plan::argument_role::frame)};
    m.fields.push_back(std::move(out));
  }
}

void author_run::generate_aggregate(const plan::model_def& m, int32_t index) {
  if (!m.aggregates)
    return;
  plan::root_def out;
  out.kind = plan::root_kind::aggregate;
  out.name = camel_case(m.name) + "Aggregate";
  out.type = "[" + m.name + "Aggregate!]!";
  out.description = "Functions over rows of " + m.name
                    + ": one item, or with `groupBy` one for each group.";
  out.model = index;
  out.arguments = {
    argument_of("where", m.name + "Where", "Which rows to take.",
                plan::argument_role::where),
    argument_of("groupBy", "[" + m.name + "Grouping!]",
                "What to put rows together by.", plan::argument_role::group_by),
    argument_of("having", m.name + "AggregateFilter", "Which groups to take.",
                plan::argument_role::having),
    argument_of("orderBy", "[" + m.name + "AggregateOrderBy!]",
                "How to order the groups.", plan::argument_role::order_by),
    argument_of("limit", "Int", "How many groups at the most.",
                plan::argument_role::limit),
    argument_of("offset", "Int", "How many groups to leave out first.",
                plan::argument_role::offset)};
  add_root(std::move(out));
}

} // namespace troupe::compiler::authoring
