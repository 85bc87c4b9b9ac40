#include "compiler/authoring/schema_generator.hpp"

namespace troupe::compiler::authoring {

namespace {

template <class F>
void text_operators(F add) {
  add("like", "String", "Matches the pattern: % is any text, _ any character.");
  add("nlike", "String", "Does not match the pattern.");
  add("ilike", "String", "Matches the pattern, whatever the case.");
  add("nilike", "String", "Does not match the pattern, whatever the case.");
  add("startsWith", "String", {});
  add("endsWith", "String", {});
  add("contains", "String", {});
}

} // namespace

void schema_generator::where(const plan::model_def& m, int32_t index) {
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = keep(m.name + "Where");
  spec.description =
    keep("Which rows of " + m.name + " to take. All conditions must hold.");
  spec.tag = index;
  auto self = keep("[" + m.name + "Where!]");
  spec.input_fields.push_back({"and", self, {}, "All of these hold."});
  spec.input_fields.push_back({"or", self, {}, "At least one of these holds."});
  spec.input_fields.push_back({"not", spec.name, {}, "This does not hold."});
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    if (f.name == "and" || f.name == "or" || f.name == "not"
        || f.kind == plan::field_kind::connection
        || f.kind == plan::field_kind::global_id)
      continue;
    std::string_view type;
    if (f.kind == plan::field_kind::relation)
      type = relation_filter(m, f);
    else if (const auto* object = object_of(f))
      type = list_notation(f.type) ? std::string_view{}
                                   : keep(object->name + "Where");
    else if (f.kind == plan::field_kind::document && list_notation(f.type))
      type = {};
    else
      type = keep(comparison_name(f.type));
    if (!type.empty())
      spec.input_fields.push_back(
        {f.name, type, {}, {}, {}, static_cast<int32_t>(i)});
  }
  builder_.add(spec);
}

std::string_view schema_generator::relation_filter(const plan::model_def& m,
                                                   const plan::field_def& f) {
  const auto& relation = m.relations[static_cast<size_t>(f.relation)];
  const auto& target = catalog_.models[static_cast<size_t>(relation.model)];
  if (!target.filterable)
    return {};
  return keep(target.name + (relation.many ? "ListFilter" : "Where"));
}

void schema_generator::list_filter(const plan::model_def& m, int32_t index) {
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = keep(m.name + "ListFilter");
  spec.description = keep("A condition on the related rows of " + m.name + ".");
  spec.tag = index;
  auto where_name = keep(m.name + "Where");
  spec.input_fields.push_back({"some", where_name, {}, "At least one."});
  spec.input_fields.push_back({"every", where_name, {}, "Each one, if any."});
  spec.input_fields.push_back({"none", where_name, {}, "Not one."});
  builder_.add(spec);
}

std::string schema_generator::comparison_name(std::string_view notation) {
  auto core = core_name(notation);
  compared_.insert({std::string{core}, list_notation(notation)});
  return std::string{core}
         + (list_notation(notation) ? "ListComparison" : "Comparison");
}

void schema_generator::comparison(const std::pair<std::string, bool>& of) {
  const auto& [name, list] = of;
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = keep(name + (list ? "ListComparison" : "Comparison"));
  spec.description =
    keep("Conditions on a value of type " + (list ? "[" + name + "]" : name)
         + ". All must hold.");
  auto add = [&](std::string_view op, std::string_view type,
                 std::string_view text) {
    spec.input_fields.push_back({op, type, {}, text});
  };
  auto items = keep("[" + name + "!]");
  add("eq", list ? items : std::string_view{name}, "Equal; null finds null.");
  add("neq", list ? items : std::string_view{name},
      "Not equal, null counting as a value.");
  add("isNull", "Boolean", "Whether the value is null.");
  if (list) {
    add("contains", items, "Holds all of these items.");
    add("overlaps", items, "Holds at least one of these items.");
  } else if (name != "JSON") {
    add("in", items, "One of these.");
    add("nin", items, "None of these.");
    bool enumeration = false;
    for (const auto& x : catalog_.enums)
      enumeration = enumeration || x.name == name;
    if (name != "Boolean" && !enumeration)
      for (std::string_view op : {"lt", "lte", "gt", "gte"})
        add(op, name, {});
    if (name == "String" || name == "ID")
      text_operators(add);
  }
  builder_.add(spec);
}

} // namespace troupe::compiler::authoring
