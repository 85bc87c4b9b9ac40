#include "compiler/authoring/facts.hpp"
#include "compiler/authoring/schema_generator.hpp"

/// The types of one fact table, in FraiseQL's names.
namespace troupe::compiler::authoring {

namespace {

type_spec made(std::string_view name, types::kind kind,
               std::string_view description) {
  type_spec out;
  out.name = name;
  out.kind = kind;
  out.description = description;
  return out;
}

constexpr auto input_object = types::kind::input_object;

} // namespace

void schema_generator::facts(const plan::model_def& m, int32_t index) {
  auto name = [&](std::string_view suffix) {
    return keep(m.name + std::string{suffix});
  };
  auto row = made(name("Aggregate"), types::kind::object,
                  "Null where the rows are not grouped by it.");
  auto groups = made(name("GroupByInput"), input_object,
                     "What to put rows together by: true for each.");
  auto having =
    made(name("HavingInput"), input_object, "Which groups to take.");
  auto order = made(name("AggregateOrderByInput"), input_object,
                    "How to order the groups, the first key first.");
  for (const auto& g : fact_groupings(m)) {
    auto key = keep(g.name);
    const auto& f = m.fields[static_cast<size_t>(g.field)];
    row.fields.push_back(
      {key, use(keep(std::string{core_name(f.type)})), {}, {}, {}});
    groups.input_fields.push_back(
      {key, "Boolean", {}, {}, {}, types::structural_text});
    order.input_fields.push_back({key, "SortDirection", {}, {}});
  }
  auto value = [&](std::string_view key, std::string_view type) {
    row.fields.push_back({key, use(type), {}, {}, {}});
    if (list_notation(type))
      return;
    order.input_fields.push_back({key, "SortDirection", {}, {}});
    for (auto op : having_operators)
      having.input_fields.push_back(
        {keep(std::string{key} + "_" + std::string{op}),
         keep(std::string{core_name(type)}),
         {},
         {}});
  };
  value("count", "Int!");
  for (const auto& v : fact_values(m, catalog_.dialect))
    value(keep(v.name), keep(v.type));
  for (const auto& spec : {row, groups, having, order})
    builder_.add(spec);
  use_direction();
  fact_filter(m, index);
}

/// The filter of lists, and each condition in one word as well.
void schema_generator::fact_filter(const plan::model_def& m, int32_t index) {
  auto where = fraiseql_filter_input(m, index);
  for (const auto& f : m.fields) {
    std::string_view type = keep(std::string{core_name(f.type)});
    for (const auto& op : fact_operators(value_type(m, f))) {
      if (op.postgres_only && catalog_.dialect == plan::dialect::sqlite)
        continue;
      bool set = op.name == "in" || op.name == "nin";
      bool test = op.name == "isnull" || op.name == "is_not_null";
      where.input_fields.push_back({keep(f.name + "_" + std::string{op.name}),
                                    test  ? "Boolean"
                                    : set ? keep("[" + std::string{type} + "!]")
                                          : type,
                                    {},
                                    {}});
    }
  }
  builder_.add(where);
}

} // namespace troupe::compiler::authoring
