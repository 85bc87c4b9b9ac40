#include "graphql/types/build.hpp"

#include "base/suggestions.hpp"
#include "graphql/types/builtin.hpp"
#include "graphql/types/sdl_specs.hpp"

#include <deque>
#include <unordered_map>

namespace troupe::graphql::types {

struct schema_builder::state {
  schema out;
  /// Type notation -> resolved, so that each is made once.
  std::unordered_map<std::string_view, const type_ref*> references;
  struct pending_type {
    type* target;
    std::vector<std::string_view> interfaces;
    std::vector<std::string_view> members;
    std::span<field> fields;
    std::span<input_value> input_fields;
  };
  std::vector<pending_type> pending;
  /// What is still notation, beside where it goes.
  struct pending_reference {
    const type_ref** target;
    std::string_view notation;
    std::string_view owner;
  };
  std::vector<pending_reference> pending_references;
  std::string_view roots[3];
  std::deque<specs> from_sdl;
  error failure{ec::none, {}, {}};

  arena& memory() {
    return out.memory_;
  }

  void fail(std::string why) {
    if (failure.code == ec::none)
      failure = {ec::invalid_schema, std::move(why), {}};
  }

  std::string_view keep(std::string_view x) {
    return memory().copy(x);
  }

  void describe(auto& target, const auto& spec) {
    target.name = keep(spec.name);
    target.description = keep(spec.description);
    target.described = !spec.description.empty();
    target.tag = spec.tag;
  }

  void deprecate(auto& target, const auto& spec) {
    if (!spec.deprecation)
      return;
    target.deprecated = true;
    target.deprecation_reason = keep(*spec.deprecation);
  }

  std::span<input_value> inputs(const std::vector<input_spec>& specs,
                                std::string_view owner) {
    auto out_values = memory().make_array<input_value>(specs.size());
    for (size_t i = 0; i < specs.size(); ++i) {
      auto& x = out_values[i];
      describe(x, specs[i]);
      deprecate(x, specs[i]);
      pending_references.push_back({&x.type, keep(specs[i].type), owner});
      if (specs[i].default_value.empty())
        continue;
      auto value =
        language::parse_value(keep(specs[i].default_value), memory());
      if (!value)
        fail("Default of \"" + std::string{owner} + "."
             + std::string{specs[i].name} + "\": " + value.error().detail);
      else
        x.default_value = *value;
    }
    return out_values;
  }

  void add(const type_spec& spec) {
    auto* x = memory().make<type>();
    describe(*x, spec);
    x->kind = spec.kind;
    x->specified_by_url = keep(spec.specified_by_url);
    x->one_of = spec.one_of;
    if (!out.by_name_.emplace(x->name, x).second)
      return fail("There can be only one type named \"" + std::string{spec.name}
                  + "\".");
    x->index = static_cast<uint32_t>(out.types_.size());
    out.types_.push_back(x);
    pending_type p{x, {}, {}, {}, {}};
    for (auto name : spec.interfaces)
      p.interfaces.push_back(keep(name));
    for (auto name : spec.members)
      p.members.push_back(keep(name));
    add_fields(p, spec);
    add_values(*x, spec);
    p.input_fields = inputs(spec.input_fields, x->name);
    x->input_fields = p.input_fields;
    index(*x);
    pending.push_back(std::move(p));
  }

  void add_fields(pending_type& p, const type_spec& spec) {
    p.fields = memory().make_array<field>(spec.fields.size());
    for (size_t i = 0; i < spec.fields.size(); ++i) {
      auto& x = p.fields[i];
      describe(x, spec.fields[i]);
      deprecate(x, spec.fields[i]);
      x.arguments = inputs(spec.fields[i].arguments, p.target->name);
      pending_references.push_back(
        {&x.type, keep(spec.fields[i].type), p.target->name});
    }
    p.target->fields = p.fields;
  }

  void add_values(type& target, const type_spec& spec) {
    auto values = memory().make_array<enum_value>(spec.values.size());
    for (size_t i = 0; i < spec.values.size(); ++i) {
      describe(values[i], spec.values[i]);
      deprecate(values[i], spec.values[i]);
    }
    target.values = values;
  }

  /// Wide types get a name index; narrow ones are faster to scan.
  void index(type& x) {
    constexpr size_t wide = 16;
    auto fill = [&](const auto& items) {
      if (items.size() <= wide)
        return;
      auto& map = out.indexes_.emplace_back(
        std::make_unique<std::unordered_map<std::string_view, uint32_t>>());
      map->reserve(items.size());
      for (uint32_t i = 0; i < items.size(); ++i)
        map->emplace(items[i].name, i);
      x.by_name = map.get();
    };
    fill(x.fields);
    fill(x.values);
    fill(x.input_fields);
  }

  const type_ref* reference(std::string_view notation, std::string_view owner) {
    auto known = references.find(notation);
    if (known != references.end())
      return known->second;
    type_ref x;
    if (notation.ends_with('!')) {
      x.kind = language::type_kind::non_null;
      x.inner = reference(notation.substr(0, notation.size() - 1), owner);
    } else if (notation.starts_with('[') && notation.ends_with(']')) {
      x.kind = language::type_kind::list;
      x.inner = reference(notation.substr(1, notation.size() - 2), owner);
    } else {
      x.named = find_type(notation, owner);
    }
    if (x.named == nullptr && x.inner == nullptr)
      return nullptr;
    const auto* made = memory().make<type_ref>(x);
    references.emplace(notation, made);
    return made;
  }

  type* find_type(std::string_view name, std::string_view owner) {
    auto i = out.by_name_.find(name);
    if (i != out.by_name_.end())
      return i->second;
    std::vector<std::string_view> names;
    for (const auto* x : out.types_)
      names.push_back(x->name);
    fail("Unknown type \"" + std::string{name} + "\" in \"" + std::string{owner}
         + "\"." + did_you_mean(suggestions(name, names)));
    return nullptr;
  }

  void resolve(pending_type& p) {
    auto look_up = [&](const std::vector<std::string_view>& names) {
      std::vector<const type*> found;
      for (auto name : names)
        if (const auto* x = find_type(name, p.target->name))
          found.push_back(x);
      return found;
    };
    auto interfaces = look_up(p.interfaces);
    p.target->interfaces = memory().copy(interfaces);
    if (p.target->kind == kind::union_)
      p.target->possible = memory().copy(look_up(p.members));
  }

  /// Tells interfaces who implements them.
  void link_interfaces() {
    std::unordered_map<const type*, std::vector<const type*>> objects;
    std::unordered_map<const type*, std::vector<const type*>> interfaces;
    for (const auto* x : out.types_)
      for (const auto* i : x->interfaces)
        (x->kind == kind::object ? objects : interfaces)[i].push_back(x);
    for (auto& [target, list] : objects)
      out.by_name_.at(target->name)->possible = memory().copy(list);
    for (auto& [target, list] : interfaces)
      out.by_name_.at(target->name)->implementing_interfaces =
        memory().copy(list);
  }

  /// Int, Float and ID belong to a schema only if it uses them (§3.5).
  void drop_unused_scalars(size_t own_types) {
    auto unused = [&](const type* x) {
      return x->index >= own_types && !references.contains(x->name)
             && (x->name == "Int" || x->name == "Float" || x->name == "ID");
    };
    for (const auto* x : out.types_)
      if (unused(x))
        out.by_name_.erase(x->name);
    std::erase_if(out.types_, unused);
    for (uint32_t i = 0; i < out.types_.size(); ++i)
      out.by_name_.at(out.types_[i]->name)->index = i;
  }

  void resolve_roots() {
    constexpr std::string_view defaults[] = {"Query", "Mutation",
                                             "Subscription"};
    bool given = !roots[0].empty() || !roots[1].empty() || !roots[2].empty();
    for (size_t i = 0; i < 3; ++i) {
      if (given && !roots[i].empty())
        out.roots_[i] = find_type(roots[i], "schema");
      else if (!given)
        out.roots_[i] = out.find(defaults[i]);
    }
  }

  void add_meta_fields() {
    auto make = [&](std::string_view name, std::string_view type_notation,
                    std::string_view text) {
      auto* x = memory().make<field>();
      x->name = name;
      x->description = text;
      x->described = true;
      x->type = reference(type_notation, name);
      return x;
    };
    out.meta_[0] = make("__schema", "__Schema!",
                        "Access the current type schema of this server.");
    auto* by_name = make("__type", "__Type",
                         "Request the type information of a single type.");
    auto arguments = memory().make_array<input_value>(1);
    arguments[0].name = "name";
    arguments[0].type = reference("String!", "__type");
    by_name->arguments = arguments;
    out.meta_[1] = by_name;
    out.meta_[2] = make("__typename", "String!",
                        "The name of the current Object type at runtime.");
  }
};

namespace {

scalar_kind scalar_of(std::string_view name) noexcept {
  if (name == "Int")
    return scalar_kind::int_;
  if (name == "Float")
    return scalar_kind::float_;
  if (name == "String")
    return scalar_kind::string;
  if (name == "Boolean")
    return scalar_kind::boolean;
  if (name == "ID")
    return scalar_kind::id;
  return scalar_kind::custom;
}

} // namespace

schema_builder::schema_builder() : state_(std::make_unique<state>()) {
  // nop
}

schema_builder::~schema_builder() = default;

void schema_builder::add(const type_spec& x) {
  state_->add(x);
}

void schema_builder::add(const directive_spec& spec) {
  auto& s = *state_;
  auto* x = s.memory().make<directive>();
  x->name = s.keep(spec.name);
  x->description = s.keep(spec.description);
  x->described = !spec.description.empty();
  x->repeatable = spec.repeatable;
  x->arguments = s.inputs(spec.arguments, x->name);
  auto locations =
    s.memory().make_array<std::string_view>(spec.locations.size());
  for (size_t i = 0; i < locations.size(); ++i)
    locations[i] = s.keep(spec.locations[i]);
  x->locations = locations;
  if (!s.out.directives_by_name_.emplace(x->name, x).second)
    return s.fail("There can be only one directive named \"@"
                  + std::string{spec.name} + "\".");
  s.out.directives_.push_back(x);
}

void schema_builder::roots(std::string_view query, std::string_view mutation,
                           std::string_view subscription) {
  state_->roots[0] = state_->keep(query);
  state_->roots[1] = state_->keep(mutation);
  state_->roots[2] = state_->keep(subscription);
}

void schema_builder::description(std::string_view text) {
  state_->out.description_ = state_->keep(text);
  state_->out.described_ = true;
}

void schema_builder::add(const language::document& sdl) {
  auto& x = state_->from_sdl.emplace_back(specs_of(sdl));
  if (x.failure.code != ec::none)
    state_->fail(x.failure.detail);
  for (const auto& spec : x.types)
    add(spec);
  for (const auto& spec : x.directives)
    add(spec);
  if (x.has_schema)
    roots(x.roots[0], x.roots[1], x.roots[2]);
  if (x.description)
    description(*x.description);
}

result<schema> schema_builder::finish() {
  auto& s = *state_;
  // The built-in half comes last, unless the author brought his own.
  auto builtin = language::parse(std::string{builtin_sdl()});
  auto standard = specs_of(*builtin);
  auto own_types = s.out.types_.size();
  for (const auto& spec : standard.types)
    if (s.out.find(spec.name) == nullptr)
      add(spec);
  for (const auto& spec : standard.directives)
    if (s.out.find_directive(spec.name) == nullptr)
      add(spec);
  for (auto& p : s.pending) {
    s.resolve(p);
    if (p.target->kind == kind::scalar)
      p.target->scalar = scalar_of(p.target->name);
  }
  for (auto& p : s.pending_references)
    *p.target = s.reference(p.notation, p.owner);
  s.resolve_roots();
  s.link_interfaces();
  s.add_meta_fields();
  s.drop_unused_scalars(own_types);
  if (s.failure.code != ec::none)
    return s.failure;
  return std::move(s.out);
}

result<schema> build_schema(std::string sdl) {
  auto document = language::parse(std::move(sdl));
  if (!document)
    return document.error();
  schema_builder builder;
  builder.add(*document);
  return builder.finish();
}

} // namespace troupe::graphql::types
