#include "compiler/authoring/schema_generator.hpp"

namespace troupe::compiler::authoring {

void schema_generator::order_by(const plan::model_def& m, int32_t index) {
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = keep(m.name + "OrderBy");
  spec.description = keep("How to order rows of " + m.name + ".");
  spec.tag = index;
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    std::string_view type = "OrderDirection";
    if (f.kind == plan::field_kind::relation) {
      const auto& r = m.relations[static_cast<size_t>(f.relation)];
      const auto& target = catalog_.models[static_cast<size_t>(r.model)];
      if (r.many || !target.filterable)
        continue;
      type = keep(target.name + "OrderBy");
    } else if (f.kind == plan::field_kind::aggregate) {
      const auto& r = m.relations[static_cast<size_t>(f.relation)];
      const auto& target = catalog_.models[static_cast<size_t>(r.model)];
      type = keep(target.name + "AggregateOrderBy");
    } else if (several_types(f)) {
      continue;
    } else if (const auto* object = object_of(f)) {
      if (list_notation(f.type))
        continue;
      type = keep(object->name + "OrderBy");
    } else if (list_notation(f.type) || f.kind == plan::field_kind::connection
               || f.kind == plan::field_kind::global_id
               || f.kind == plan::field_kind::window) {
      continue;
    } else if (f.column >= 0
               && m.columns[static_cast<size_t>(f.column)].type.base
                    == plan::base_type::vector) {
      use_vector();
      type = "VectorOrderBy";
    }
    spec.input_fields.push_back(
      {f.name, type, {}, {}, {}, static_cast<int32_t>(i)});
  }
  use_direction();
  builder_.add(spec);
}

void schema_generator::direction() {
  type_spec spec;
  spec.kind = types::kind::enum_;
  spec.name = "OrderDirection";
  spec.description = "The direction of an ordering. Without more words, nulls "
                     "come last in ascending and first in descending order.";
  spec.tag = types::structural_enum;
  for (std::string_view x : {"ASC", "DESC", "ASC_NULLS_FIRST", "ASC_NULLS_LAST",
                             "DESC_NULLS_FIRST", "DESC_NULLS_LAST"})
    spec.values.push_back({x, {}, {}});
  add_shared(spec);
}

void schema_generator::use_direction() {
  if (!builder_.has(catalog_.fraiseql ? "SortDirection" : "OrderDirection"))
    catalog_.fraiseql ? fraiseql_direction() : direction();
}

} // namespace troupe::compiler::authoring
