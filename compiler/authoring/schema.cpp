#include "compiler/authoring/schema.hpp"

#include "compiler/authoring/facts.hpp"
#include "compiler/authoring/schema_generator.hpp"

#include <algorithm>

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

namespace {

std::shared_ptr<const plan::outline> outline_of(const plan::catalog& x) {
  if (x.outline != nullptr)
    return x.outline;
  auto out = std::make_shared<plan::outline>();
  for (const auto& m : x.models)
    out->models.push_back(m.name);
  for (const auto& r : x.roots)
    out->roots.push_back({r.operation, r.name});
  return out;
}

/// Parts of the schema in the order in which they are listed.
constexpr uint32_t written_part = 0;
constexpr uint32_t root_part = 1;
constexpr uint32_t first_model_part = 2;
constexpr uint32_t input_part = 0x8000'0000;
constexpr uint32_t enum_part = input_part + 1;
constexpr uint32_t shared_part = enum_part + 1;

constexpr std::string_view root_names[] = {"Query", "Mutation", "Subscription"};

} // namespace

schema_generator::schema_generator(const plan::catalog& catalog)
  : catalog_(catalog),
    outline_(outline_of(catalog)),
    made_(catalog.models.size()) {
  for (size_t i = 0; i < outline_->models.size(); ++i)
    by_name_[outline_->models[i]].push_back(i);
  for (size_t i = 0; i < outline_->roots.size(); ++i)
    root_positions_[static_cast<size_t>(outline_->roots[i].operation)]
      .push_back(i);
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

result<types::schema>
schema_generator::run(std::unique_ptr<schema_generator> self,
                      bool incremental) {
  if (auto started = self->start(incremental); !started)
    return started.error();
  auto& x = *self;
  return x.builder_.finish(std::move(self), x.catalog_.models.later());
}

result<void> schema_generator::start(bool incremental) {
  builder_.part(written_part);
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
  builder_.part(root_part);
  roots();
  builder_.part(input_part);
  for (const auto& x : catalog_.inputs)
    input(x);
  builder_.part(enum_part);
  for (size_t i = 0; i < catalog_.enums.size(); ++i)
    enumeration(catalog_.enums[i], static_cast<int32_t>(i));
  node();
  if (auto made = scalars(); !made)
    return made;
  transaction_directive();
  cache_directive();
  if (!catalog_.description.empty())
    builder_.description(catalog_.description);
  return {};
}

void schema_generator::provide(std::string_view name) {
  // The types of a model begin with its name, which may begin with that of
  // another.
  for (auto n = name.size(); n > 0 && !builder_.has(name); --n)
    if (auto i = by_name_.find(name.substr(0, n)); i != by_name_.end())
      for (auto at : i->second)
        model(at);
}

void schema_generator::complete() {
  for (size_t i = 0; i < made_.size(); ++i)
    model(i);
}

void schema_generator::model(size_t index) {
  if (made_[index])
    return;
  made_[index] = true;
  builder_.part(first_model_part + static_cast<uint32_t>(index));
  model(catalog_.models[index], static_cast<int32_t>(index));
}

std::string_view schema_generator::keep(std::string x) {
  return texts_.emplace_back(std::move(x));
}

void schema_generator::add_shared(const type_spec& x) {
  auto before = builder_.part();
  builder_.part(shared_part, true);
  builder_.add(x);
  builder_.part(before);
}

std::string_view schema_generator::use(std::string_view notation) {
  known_scalar(core_name(notation));
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
  std::string_view present[3];
  for (size_t op = 0; op < 3; ++op) {
    if (root_positions_[op].empty())
      continue;
    type_spec spec;
    spec.name = present[op] = root_names[op];
    std::vector<std::string_view> names;
    for (auto i : root_positions_[op])
      names.push_back(outline_->roots[i].name);
    builder_.add(spec, names);
  }
  builder_.roots(present[0], present[1], present[2]);
}

field_spec schema_generator::field(std::string_view of, size_t position) {
  auto op = static_cast<size_t>(std::ranges::find(root_names, of)
                                - std::begin(root_names));
  auto i = root_positions_[op][position];
  const auto& x = catalog_.roots[i];
  return {x.name,
          use(x.type),
          x.description,
          deprecation(x),
          arguments(x.arguments),
          static_cast<int32_t>(i)};
}

const plan::model_def*
schema_generator::object_of(const plan::field_def& f) const {
  if (f.kind != plan::field_kind::document)
    return nullptr;
  if (auto found = by_name_.find(core_name(f.type)); found != by_name_.end())
    for (auto i : found->second)
      if (!catalog_.models[i].hidden)
        return &catalog_.models[i];
  return nullptr;
}

bool schema_generator::several_types(const plan::field_def& f) const {
  using language::type_definition_kind;
  if (f.kind != plan::field_kind::document)
    return false;
  if (const auto* object = object_of(f))
    return object->abstract != plan::abstract_kind::none;
  auto name = core_name(f.type);
  return std::ranges::any_of(extra_.definitions, [&](const auto& d) {
    return d.type != nullptr && d.type->name.text == name
           && (d.type->kind
                 == type_definition_kind::
                   interface || d.type->kind == type_definition_kind::union_);
  });
}

void schema_generator::model(const plan::model_def& m, int32_t index) {
  if (m.hidden)
    return;
  if (is_fact_table(catalog_, m))
    return facts(m, index);
  type_spec spec;
  spec.name = m.name;
  spec.description = m.description;
  spec.tag = index;
  if (m.abstract != plan::abstract_kind::none) {
    // Without a table of its own it was taken over as written; so are those
    // whose documents say the type.
    if (m.discriminator < 0)
      return m.document >= 0 && m.filterable ? fraiseql_inputs(m, index)
                                             : void();
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
  if (m.paged)
    connection(m);
  if (m.writable)
    writes(m);
  if (!m.filterable)
    return;
  if (catalog_.fraiseql)
    return fraiseql_inputs(m, index);
  where(m, index);
  order_by(m, index);
  list_filter(m, index);
  if (m.aggregates)
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

void schema_generator::cache_directive() {
  // Authors who define it for other tools say where it may stand.
  if (catalog_.extra_sdl.find("directive @cacheControl") != std::string::npos)
    return;
  if (!builder_.has("CacheControlScope")) {
    type_spec scope;
    scope.kind = types::kind::enum_;
    scope.name = "CacheControlScope";
    scope.description = "Who may keep an answer.";
    scope.values.push_back({"PUBLIC", "Everybody."});
    scope.values.push_back({"PRIVATE", "Only the client that asked."});
    builder_.add(scope);
  }
  types::directive_spec spec;
  spec.name = "cacheControl";
  spec.description = "How long the answer may be kept at the most, in seconds, "
                     "and by whom; the schema may say less.";
  spec.arguments.push_back({"maxAge", "Int"});
  spec.arguments.push_back({"scope", "CacheControlScope"});
  spec.locations.push_back("QUERY");
  builder_.add(spec);
}

result<types::schema> build_schema(const plan::catalog& catalog,
                                   bool incremental) {
  return schema_generator::run(std::make_unique<schema_generator>(catalog),
                               incremental);
}

} // namespace troupe::compiler::authoring
