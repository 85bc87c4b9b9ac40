#include "compiler/authoring/schema_generator.hpp"

namespace troupe::compiler::authoring {

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
    else if (several_types(f))
      continue; // no condition holds for all of them
    else if (const auto* object = object_of(f))
      type = list_notation(f.type) ? std::string_view{}
                                   : keep(object->name + "Where");
    else if (f.kind == plan::field_kind::document && list_notation(f.type))
      type = {};
    else if (f.kind == plan::field_kind::aggregate)
      type = aggregate_filter(m, f);
    else if (f.kind == plan::field_kind::window)
      continue;
    else
      type = comparison(m, f);
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

std::string_view schema_generator::aggregate_filter(const plan::model_def& m,
                                                    const plan::field_def& f) {
  const auto& relation = m.relations[static_cast<size_t>(f.relation)];
  const auto& target = catalog_.models[static_cast<size_t>(relation.model)];
  return keep(target.name + "AggregateFilter");
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

} // namespace troupe::compiler::authoring
