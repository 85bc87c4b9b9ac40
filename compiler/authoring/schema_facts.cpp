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
  auto value = [&](std::string_view key, std::string_view type, bool compared) {
    row.fields.push_back({key, use(type), {}, {}, {}});
    if (!compared)
      return;
    order.input_fields.push_back({key, "SortDirection", {}, {}});
    for (auto op : having_operators)
      having.input_fields.push_back(
        {keep(std::string{key} + "_" + std::string{op}),
         keep(std::string{core_name(type)}),
         {},
         {}});
  };
  value("count", "Int!", true);
  for (const auto& v : fact_values(m, catalog_.dialect)) {
    value(keep(v.name), keep(v.type), comparable(v));
    if (v.function != nullptr && v.function->kind == aggregate_class::text)
      row.fields.back().arguments = {
        {"separator", "String!", "\",\"", "What stands between the values."}};
  }
  for (const auto& spec : {row, groups, having, order})
    builder_.add(spec);
  use_direction();
  fact_filter(m, index);
  fact_windows_of(m);
}

void schema_generator::fact_windows_of(const plan::model_def& m) {
  auto name = [&](std::string_view suffix) {
    return keep(m.name + std::string{suffix});
  };
  auto row =
    made(name("Window"), types::kind::object,
         keep("A row of " + m.table + ", and functions over those around it."));
  auto keys =
    made(name("WindowField"), types::kind::enum_, "What windows are cut by.");
  keys.tag = types::structural_enum;
  for (const auto& g : fact_fields(m)) {
    auto key = keep(g.name);
    const auto& f = m.fields[static_cast<size_t>(g.field)];
    row.fields.push_back(
      {key, use(keep(std::string{core_name(f.type)})), {}, {}, {}});
    keys.values.push_back({key, {}, {}});
  }
  auto order = made(name("WindowOrderByInput"), input_object, {});
  order.input_fields = {
    {"field",
     "String!",
     {},
     "A field of the row; of the whole list a function that is selected, too.",
     {},
     types::structural_text},
    {"direction", "SortDirection", "ASC"}};
  std::vector<input_spec> window{
    {"partitionBy", keep("[" + m.name + "WindowField!]")},
    {"orderBy", keep("[" + m.name + "WindowOrderByInput!]")},
    {"frame", "WindowFrameInput"}};
  for (const auto& w : fact_windows(m, catalog_.dialect)) {
    field_spec f{keep(w.name), use(keep(w.type)), {}, {}, {}};
    std::string_view value = keep(std::string{core_name(w.type)});
    if (w.kind == fact_window_kind::neighbour)
      f.arguments = {{"offset", "Int!", "1"}, {"default", value}};
    else if (w.kind == fact_window_kind::nth
             || w.kind == fact_window_kind::buckets)
      f.arguments = {{"n", "Int!"}};
    f.arguments.insert(f.arguments.end(), window.begin(), window.end());
    row.fields.push_back(std::move(f));
  }
  for (const auto& spec : {row, keys, order})
    builder_.add(spec);
  fact_frame();
}

void schema_generator::fact_frame() {
  if (!comparisons_.insert("WindowFrameInput").second)
    return;
  auto frame = made("WindowFrameInput", input_object,
                    "Which of the window's rows a function sees.");
  frame.input_fields = {
    {"frame_type", "WindowFrameType", "ROWS"},
    {"start", "WindowBoundInput", {}, "The window's first row if left out."},
    {"end", "WindowBoundInput", {}, "This row if left out."},
    {"exclusion", "WindowExclusion", "NO_OTHERS"}};
  add_shared(frame);
  auto bound = made("WindowBoundInput", input_object, {});
  bound.input_fields = {{"type", "WindowBoundType!"},
                        {"n", "Int", {}, "Of N_PRECEDING and N_FOLLOWING."}};
  add_shared(bound);
  structural_enum("WindowFrameType", "What a frame counts.",
                  {{"ROWS", {}},
                   {"RANGE", "Rows whose order is equal go together."},
                   {"GROUPS", "The same, counted in such groups."}});
  structural_enum("WindowBoundType", "Where a frame begins or ends.",
                  {{"UNBOUNDED_PRECEDING", {}},
                   {"N_PRECEDING", {}},
                   {"CURRENT_ROW", {}},
                   {"N_FOLLOWING", {}},
                   {"UNBOUNDED_FOLLOWING", {}}});
  structural_enum("WindowExclusion", "What a frame leaves out.",
                  {{"NO_OTHERS", "Nothing."},
                   {"CURRENT_ROW", {}},
                   {"GROUP", "This row and its equals in the order."},
                   {"TIES", "Its equals, but not this row."}});
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
