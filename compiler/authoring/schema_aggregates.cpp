#include "compiler/authoring/aggregates.hpp"
#include "compiler/authoring/schema_generator.hpp"

/// The types of aggregates and windows of one model.
namespace troupe::compiler::authoring {

namespace {

constexpr aggregate_class classes[] = {
  aggregate_class::sum, aggregate_class::average, aggregate_class::extreme,
  aggregate_class::flag, aggregate_class::array};

type_spec object(std::string_view name, std::string_view description) {
  type_spec out;
  out.name = name;
  out.description = description;
  return out;
}

type_spec input_object(std::string_view name, std::string_view description) {
  auto out = object(name, description);
  out.kind = types::kind::input_object;
  return out;
}

} // namespace

void schema_generator::aggregates(const plan::model_def& m) {
  auto name = [&](std::string_view suffix) {
    return keep(m.name + std::string{suffix});
  };
  grouping_types(m);
  auto of_rows =
    object(name("Aggregate"), keep("Functions over rows of " + m.name + "."));
  auto filter =
    input_object(name("AggregateFilter"),
                 keep("A condition on functions over rows of " + m.name + "."));
  auto order = input_object(
    name("AggregateOrderBy"),
    keep("How to order by functions over rows of " + m.name + "."));
  auto grouping_list = keep("[" + m.name + "Grouping!]");
  of_rows.fields.push_back({"group",
                            name("AggregateGroup"),
                            "What the rows have in common, if grouped.",
                            {},
                            {}});
  of_rows.fields.push_back({"count",
                            "Int!",
                            "How many rows, or different combinations.",
                            {},
                            {{"distinct",
                              grouping_list,
                              {},
                              "Count different combinations of these."}}});
  if (catalog_.dialect == plan::dialect::postgres)
    of_rows.fields.push_back({"approximateCount",
                              "Int!",
                              "How many rows the table has by the planner's "
                              "statistics; takes no time.",
                              {},
                              {}});
  filter.input_fields.push_back(
    {"where", name("Where"), {}, "Which of the rows count; all if left out."});
  filter.input_fields.push_back({"count", "IntComparison", {}, {}});
  order.input_fields.push_back(
    {"group", name("AggregateGroupOrderBy"), {}, {}});
  order.input_fields.push_back({"count", "OrderDirection", {}, {}});
  int_comparison();
  for (auto kind : classes) {
    auto types = class_types(m, kind);
    if (!types)
      continue;
    for (const auto& f : aggregate_functions) {
      if (f.kind != kind)
        continue;
      of_rows.fields.push_back(
        {f.name, keep(types->object + "!"), f.description, {}, {}});
      if (kind == aggregate_class::array)
        continue;
      filter.input_fields.push_back({f.name, keep(types->filter), {}, {}});
      order.input_fields.push_back({f.name, keep(types->order), {}, {}});
    }
  }
  builder_.add(of_rows);
  builder_.add(filter);
  builder_.add(order);
  window_types(m, of_rows);
}

std::optional<schema_generator::class_names>
schema_generator::class_types(const plan::model_def& m, aggregate_class kind) {
  class_names out;
  out.object = m.name + "Aggregate" + std::string{class_name(kind)};
  out.filter = out.object + "Filter";
  out.order = out.object + "OrderBy";
  auto values = object(keep(out.object), {});
  auto filter = input_object(keep(out.filter), {});
  auto order = input_object(keep(out.order), {});
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    auto type = aggregate_type(kind, m, f, catalog_.dialect);
    if (type.empty())
      continue;
    values.fields.push_back(
      {f.name, use(keep(type)), {}, {}, {}, static_cast<int32_t>(i)});
    if (kind == aggregate_class::array)
      continue;
    auto compared = kind == aggregate_class::extreme
                      ? comparison(m, f)
                      : comparison(type, plan::scalar_type(type));
    filter.input_fields.push_back({f.name, compared, {}, {}});
    order.input_fields.push_back({f.name, "OrderDirection", {}, {}});
  }
  if (values.fields.empty())
    return std::nullopt;
  builder_.add(values);
  if (kind != aggregate_class::array) {
    builder_.add(filter);
    builder_.add(order);
  }
  return out;
}

void schema_generator::grouping_types(const plan::model_def& m) {
  type_spec keys;
  keys.kind = types::kind::enum_;
  keys.name = keep(m.name + "Grouping");
  keys.description =
    keep("What rows of " + m.name + " can be put together by.");
  keys.tag = types::structural_enum;
  auto values = object(keep(m.name + "AggregateGroup"),
                       "Null where the rows are not grouped by it.");
  auto order = input_object(keep(m.name + "AggregateGroupOrderBy"), {});
  for (const auto& g : groupings(m)) {
    const auto& f = m.fields[static_cast<size_t>(g.field)];
    auto key = keep(g.name);
    keys.values.push_back({key, {}, {}});
    values.fields.push_back(
      {key, use(keep(std::string{core_name(f.type)})), {}, {}, {}, g.field});
    if (f.kind != plan::field_kind::relation)
      order.input_fields.push_back({key, "OrderDirection", {}, {}});
  }
  builder_.add(keys);
  builder_.add(values);
  if (order.input_fields.empty())
    order.input_fields.push_back({"none", "OrderDirection", {}, {}});
  builder_.add(order);
  use_direction();
}

void schema_generator::window_types(const plan::model_def& m,
                                    const type_spec& aggregate) {
  auto row = object(keep(m.name + "WindowRow"),
                    keep("Another row of " + m.name + " of the window."));
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    if (f.kind == plan::field_kind::column
        || f.kind == plan::field_kind::expression) {
      auto type =
        f.type.ends_with('!') ? f.type.substr(0, f.type.size() - 1) : f.type;
      row.fields.push_back(
        {f.name, keep(type), {}, {}, {}, static_cast<int32_t>(i)});
    }
  }
  builder_.add(row);
  auto out =
    object(keep(m.name + "Window"),
           keep("Functions over the rows of " + m.name + " around this one."));
  for (std::string_view name : {"rowNumber", "rank", "denseRank"})
    out.fields.push_back({name, "Int!", {}, {}, {}});
  for (std::string_view name : {"percentRank", "cumeDist"})
    out.fields.push_back({name, "Float!", {}, {}, {}});
  out.fields.push_back({"ntile",
                        "Int!",
                        "Which of this many parts of equal size.",
                        {},
                        {{"buckets", "Int!"}}});
  for (std::string_view name : {"lag", "lead"})
    out.fields.push_back({name,
                          row.name,
                          name == "lag" ? "The row before." : "The row after.",
                          {},
                          {{"offset", "Int", "1"}}});
  for (std::string_view name : {"firstValue", "lastValue"})
    out.fields.push_back({name, row.name, "A row of the frame.", {}, {}});
  out.fields.push_back(
    {"nthValue", row.name, "A row of the frame.", {}, {{"n", "Int!"}}});
  for (const auto& f : aggregate.fields)
    if (f.name == "count")
      out.fields.push_back({"count", "Int!", "Rows of the frame.", {}, {}});
    else if (f.name != "group" && f.name != "approximateCount"
             && f.name != "arrayAgg")
      out.fields.push_back(f);
  builder_.add(out);
  if (!comparisons_.insert("WindowFrame").second)
    return;
  auto frame =
    input_object("WindowFrame", "Which rows around this one a function sees.");
  frame.input_fields = {
    {"unit", "WindowFrameUnit", "ROWS", {}},
    {"preceding", "Int", {}, "How many before; all if left out."},
    {"following", "Int", "0", "How many after; all if null."}};
  add_shared(frame);
  structural_enum("WindowFrameUnit", "What a frame counts.",
                  {{"ROWS", {}},
                   {"GROUPS", "Rows that are equal in the order."},
                   {"RANGE", "The value of the order."}});
}

} // namespace troupe::compiler::authoring
