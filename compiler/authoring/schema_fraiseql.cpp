#include "compiler/authoring/schema_generator.hpp"

namespace troupe::compiler::authoring {

namespace {

/// What conditions a type takes, besides comparison and null.
enum class family : uint8_t { plain, text, network, tree, json };

family family_of(std::string_view name) {
  constexpr std::string_view plain[] = {"Int",  "Float", "Decimal", "Boolean",
                                        "ID",   "UUID",  "BigInt",  "DateTime",
                                        "Date", "Time"};
  constexpr std::string_view network[] = {"IPAddress", "IPv4", "IPv6", "CIDR"};
  for (auto x : plain)
    if (x == name)
      return family::plain;
  for (auto x : network)
    if (x == name)
      return family::network;
  if (name == "LTree")
    return family::tree;
  return name == "JSON" ? family::json : family::text;
}

template <class F>
void array_operators(F add, std::string_view operand) {
  add("array_contains", operand);
  add("array_contained_by", operand);
  add("array_overlaps", operand);
  for (std::string_view op :
       {"len_eq", "len_neq", "len_gt", "len_gte", "len_lt", "len_lte"})
    add(op, "Int");
}

template <class F>
void operators_of(F add, family f) {
  if (f == family::json) {
    array_operators(add, "JSON");
    add("strictly_contains", "JSON");
    return;
  }
  if (f == family::plain)
    return;
  for (std::string_view op :
       {"contains", "icontains", "startswith", "istartswith", "endswith",
        "iendswith", "like", "ilike", "nlike", "nilike", "regex", "iregex",
        "nregex", "niregex"})
    add(op, "String");
  if (f == family::text)
    for (std::string_view op :
         {"matches", "plain_query", "phrase_query", "websearch_query"})
      add(op, "String");
  if (f == family::network) {
    for (std::string_view op :
         {"is_ipv4", "is_ipv6", "is_private", "is_loopback", "is_multicast",
          "is_link_local", "is_documentation", "is_carrier_grade"})
      add(op, "Boolean");
    for (std::string_view op :
         {"in_subnet", "contains_subnet", "contains_ip", "overlaps"})
      add(op, "String");
  }
  if (f == family::tree) {
    for (std::string_view op : {"ancestor_of", "descendant_of",
                                "matches_lquery", "matches_ltxtquery"})
      add(op, "String");
    for (std::string_view op : {"depth_eq", "depth_neq", "depth_gt",
                                "depth_gte", "depth_lt", "depth_lte"})
      add(op, "Int");
  }
}

} // namespace

std::string_view schema_generator::fraiseql_filter(const plan::field_def& f) {
  auto core = core_name(f.type);
  if (const auto* object = object_of(f))
    return list_notation(f.type) ? std::string_view{}
                                 : keep(object->name + "WhereInput");
  if (std::pair bag{std::string{core}, list_notation(f.type)};
      compared_.insert(bag).second)
    fraiseql_bag(bag);
  return keep(std::string{core}
              + (list_notation(f.type) ? "ListFilter" : "Filter"));
}

type_spec schema_generator::fraiseql_filter_input(const plan::model_def& m,
                                                  int32_t index) {
  type_spec where;
  where.kind = types::kind::input_object;
  where.name = keep(m.name + "WhereInput");
  where.tag = index;
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    if (f.kind == plan::field_kind::connection)
      continue;
    if (auto type = fraiseql_filter(f); !type.empty())
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

void schema_generator::fraiseql_bag(const std::pair<std::string, bool>& of) {
  const auto& [name, list] = of;
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = keep(name + (list ? "ListFilter" : "Filter"));
  auto add = [&](std::string_view op, std::string_view type) {
    spec.input_fields.push_back({op, type});
  };
  auto items = keep("[" + name + "!]");
  if (list) {
    add("eq", items);
    add("neq", items);
    array_operators(add, items);
  } else {
    for (std::string_view op : {"eq", "neq", "gt", "gte", "lt", "lte"})
      add(op, name);
    add("in", items);
    add("nin", items);
    bool enumeration = false;
    for (const auto& e : catalog_.enums)
      enumeration = enumeration || e.name == name;
    if (!enumeration)
      operators_of(add, family_of(name));
  }
  add("isnull", "Boolean");
  add("is_not_null", "Boolean");
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
