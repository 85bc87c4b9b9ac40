#include "compiler/authoring/schema.hpp"

#include "compiler/authoring/schema_generator.hpp"

namespace troupe::compiler::authoring {

std::string_view core_name(std::string_view notation) noexcept {
  while (notation.starts_with('['))
    notation.remove_prefix(1);
  while (notation.ends_with('!') || notation.ends_with(']'))
    notation.remove_suffix(1);
  return notation;
}

bool list_notation(std::string_view notation) noexcept {
  return notation.starts_with('[');
}

schema_generator::schema_generator(const plan::catalog& catalog)
  : catalog_(catalog) {
  // nop
}

namespace {

/// The directives of the working draft on incremental delivery.
constexpr const char* incremental_sdl = R"sdl(
"Lets the fields of a fragment come later than the others."
directive @defer("Comes later when true." if: Boolean! = true, "A name for the part, unique in the document." label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
"Lets the items of a list come later than the others."
directive @stream("Comes later when true." if: Boolean! = true, "A name for the part, unique in the document." label: String, "Items that come at once." initialCount: Int! = 0) on FIELD
)sdl";

} // namespace

result<types::schema> schema_generator::run(bool incremental) {
  if (incremental) {
    auto parsed = language::parse(incremental_sdl);
    if (!parsed)
      return parsed.error();
    incremental_ = std::move(*parsed);
    builder_.add(incremental_);
  }
  if (!catalog_.extra_sdl.empty()) {
    auto extra = language::parse(catalog_.extra_sdl);
    if (!extra)
      return extra.error();
    extra_ = std::move(*extra);
    builder_.add(extra_);
  }
  roots();
  for (size_t i = 0; i < catalog_.models.size(); ++i)
    model(catalog_.models[i], static_cast<int32_t>(i));
  relay();
  for (const auto& x : catalog_.inputs)
    input(x);
  for (size_t i = 0; i < catalog_.enums.size(); ++i)
    enumeration(catalog_.enums[i], static_cast<int32_t>(i));
  for (const auto& name : compared_)
    fraiseql_bag(name);
  if (ordered_)
    catalog_.fraiseql ? fraiseql_direction() : direction();
  transaction_directive();
  scalars();
  if (!catalog_.description.empty())
    builder_.description(catalog_.description);
  return builder_.finish();
}

std::string_view schema_generator::keep(std::string x) {
  return texts_.emplace_back(std::move(x));
}

std::string_view schema_generator::use(std::string_view notation) {
  used_.insert(core_name(notation));
  return notation;
}

std::vector<input_spec>
schema_generator::arguments(const std::vector<plan::argument_def>& xs) {
  std::vector<input_spec> out;
  for (const auto& x : xs)
    out.push_back(
      {x.name, use(x.type), x.default_value, x.description, deprecation(x)});
  return out;
}

void schema_generator::roots() {
  constexpr std::string_view names[] = {"Query", "Mutation", "Subscription"};
  bool present[3] = {};
  for (size_t op = 0; op < 3; ++op) {
    type_spec spec;
    spec.name = names[op];
    for (size_t i = 0; i < catalog_.roots.size(); ++i) {
      const auto& x = catalog_.roots[i];
      if (static_cast<size_t>(x.operation) == op)
        spec.fields.push_back({x.name, use(x.type), x.description,
                               deprecation(x), arguments(x.arguments),
                               static_cast<int32_t>(i)});
    }
    present[op] = !spec.fields.empty();
    if (present[op])
      builder_.add(spec);
  }
  builder_.roots(present[0] ? "Query" : "", present[1] ? "Mutation" : "",
                 present[2] ? "Subscription" : "");
}

const plan::model_def*
schema_generator::object_of(const plan::field_def& f) const {
  if (f.kind != plan::field_kind::document)
    return nullptr;
  for (const auto& m : catalog_.models)
    if (!m.hidden && m.name == core_name(f.type))
      return &m;
  return nullptr;
}

void schema_generator::model(const plan::model_def& m, int32_t index) {
  if (m.hidden)
    return;
  type_spec spec;
  spec.name = m.name;
  spec.description = m.description;
  spec.tag = index;
  if (m.abstract != plan::abstract_kind::none) {
    // Without a table of its own it was taken over as written.
    if (m.discriminator < 0)
      return;
    spec.kind = m.abstract == plan::abstract_kind::union_
                  ? types::kind::union_
                  : types::kind::interface;
    for (const auto& v : m.variants)
      if (spec.kind == types::kind::union_)
        spec.members.push_back(
          catalog_.models[static_cast<size_t>(v.model)].name);
  }
  for (const auto& name : m.interfaces)
    spec.interfaces.push_back(name);
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const auto& f = m.fields[i];
    spec.fields.push_back({f.name, use(f.type), f.description, deprecation(f),
                           arguments(f.arguments), static_cast<int32_t>(i)});
  }
  builder_.add(spec);
  if (m.writable)
    writes(m);
  if (!m.filterable)
    return;
  if (catalog_.fraiseql)
    return fraiseql_inputs(m, index);
  where(m, index);
  order_by(m, index);
  list_filter(m, index);
  if (m.aggregates && !catalog_.fraiseql)
    aggregates(m);
}

void schema_generator::input(const plan::input_def& x) {
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = x.name;
  spec.description = x.description;
  spec.one_of = x.one_of;
  for (const auto& f : x.fields)
    spec.input_fields.push_back(
      {f.name, use(f.type), f.default_value, f.description, deprecation(f)});
  builder_.add(spec);
}

void schema_generator::enumeration(const plan::enum_def& x, int32_t index) {
  type_spec spec;
  spec.kind = types::kind::enum_;
  spec.name = x.name;
  spec.description = x.description;
  spec.tag = index;
  for (const auto& v : x.values)
    spec.values.push_back({v.name, v.description, deprecation(v)});
  builder_.add(spec);
}

result<types::schema> build_schema(const plan::catalog& catalog,
                                   bool incremental) {
  return schema_generator{catalog}.run(incremental);
}

} // namespace troupe::compiler::authoring
