#include "compiler/authoring/fraiseql_operators.hpp"
#include "compiler/authoring/schema_generator.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

bool vector_field(const plan::model_def& m, const plan::field_def& f) noexcept {
  return f.column >= 0
         && vector_column(m.columns[static_cast<size_t>(f.column)].type);
}

std::string_view schema_generator::fraiseql_filter(const plan::model_def& m,
                                                   const plan::field_def& f) {
  std::string core{core_name(f.type)};
  bool list = list_notation(f.type);
  // No condition holds for objects of several types.
  if (several_types(f))
    return {};
  if (const auto* object = object_of(f); object != nullptr && !list)
    return keep(object->name + "WhereInput");
  else if (object != nullptr)
    return fraiseql_bag(core + "ListFilter", filter_family::objects, "JSON");
  if (vector_field(m, f))
    return list ? fraiseql_bag("VectorFilter", filter_family::vector, core)
                : fraiseql_bag("BitVectorFilter", filter_family::bits, core);
  if (list)
    return fraiseql_bag(core + "ListFilter", filter_family::list, core);
  auto family = filter_family_of(core);
  for (const auto& x : catalog_.scalars)
    if (x.name == core && !x.base.empty() && x.base != "String")
      family = filter_family_of(x.base);
  for (const auto& e : catalog_.enums)
    if (e.name == core)
      family = filter_family::plain;
  return fraiseql_bag(core + "Filter", family, core);
}

type_spec schema_generator::fraiseql_filter_input(const plan::model_def& m,
                                                  int32_t index) {
  type_spec where;
  where.kind = types::kind::input_object;
  where.name = keep(m.name + "WhereInput");
  where.tag = index;
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    if (f.kind == plan::field_kind::connection
        || f.kind == plan::field_kind::distance)
      continue;
    if (auto type = fraiseql_filter(m, f); !type.empty())
      where.input_fields.push_back(
        {f.name, type, {}, {}, {}, static_cast<int32_t>(i)});
  }
  auto self = keep("[" + m.name + "WhereInput!]");
  where.input_fields.push_back({"_and", self, {}, "All of these hold."});
  where.input_fields.push_back({"_or", self, {}, "At least one of these."});
  where.input_fields.push_back({"_not", where.name, {}, "This does not hold."});
  return where;
}

void schema_generator::fraiseql_inputs(const plan::model_def& m,
                                       int32_t index) {
  builder_.add(fraiseql_filter_input(m, index));
  if (m.embedded)
    return;
  if (auto form = vectors_of(m); form != vector_form::none)
    nearest_input(m, form);
  type_spec order;
  order.kind = types::kind::input_object;
  order.name = keep(m.name + "OrderByInput");
  order.tag = index;
  // The name of a field shapes the statement, whoever gives it.
  order.input_fields = {{"field",
                         "String!",
                         {},
                         "A field of the type.",
                         {},
                         types::structural_text},
                        {"direction", "SortDirection", "ASC"}};
  builder_.add(order);
  use_direction();
}

std::string_view schema_generator::fraiseql_bag(const std::string& name,
                                                filter_family family,
                                                const std::string& of) {
  auto out = keep(name);
  if (!comparisons_.insert(name).second)
    return out;
  bool json = family == filter_family::json || family == filter_family::objects;
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = out;
  auto item = use(keep(of));
  auto items = keep("[" + of + "!]");
  auto operand = [&](const filter_operator& op) -> std::string_view {
    bool array = op.name.starts_with("array_");
    if (op.operand == "[]")
      return array && json ? item : items;
    if (op.operand.empty())
      return family == filter_family::list ? items : item;
    return op.operand;
  };
  auto all = filter_operators(family);
  for (const auto& op : all)
    spec.input_fields.push_back({op.name, operand(op)});
  for (const auto& op : all)
    for (auto& other : other_operator_names(op.name))
      if (std::ranges::find(all, other, &filter_operator::name) == all.end())
        spec.input_fields.push_back(
          {keep(std::move(other)),
           operand(op),
           {},
           {},
           keep("Another name of `" + std::string{op.name} + "`.")});
  if (family == filter_family::vector || family == filter_family::bits)
    distance_input(family == filter_family::bits);
  add_shared(spec);
  return out;
}

void schema_generator::nearest_input(const plan::model_def& m,
                                     vector_form form) {
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = keep(m.name + "NearestInput");
  spec.description = "The `k` rows nearest to `vector`, the nearest first.";
  spec.input_fields = {
    {"vector", form == vector_form::numbers ? "[Float!]!"
               : form == vector_form::text  ? "String!"
                                            : use("JSON!")},
    {"k", "Int!", {}, "How many."},
    {"field",
     "String",
     {},
     "Which field; the first with vectors if left out.",
     {},
     types::structural_text},
    {"metric",
     "String",
     {},
     "cosine, l2, l1, inner_product, hamming or jaccard; the field's own if "
     "left out.",
     {},
     types::structural_text}};
  builder_.add(spec);
}

void schema_generator::distance_input(bool bits) {
  std::string_view name =
    bits ? "BitVectorDistanceInput" : "VectorDistanceInput";
  if (!comparisons_.insert(std::string{name}).second)
    return;
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = name;
  spec.description = "At most `threshold` from `vector`.";
  spec.input_fields = {{"vector", bits ? "String!" : "[Float!]!"},
                       {"threshold", "Float!"}};
  add_shared(spec);
}

void schema_generator::fraiseql_direction() {
  type_spec spec;
  spec.kind = types::kind::enum_;
  spec.name = "SortDirection";
  spec.tag = types::structural_enum;
  spec.values = {{"ASC"}, {"DESC"}};
  add_shared(spec);
}

} // namespace troupe::compiler::authoring
