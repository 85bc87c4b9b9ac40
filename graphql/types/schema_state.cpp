#include "graphql/types/schema_state.hpp"

#include "base/suggestions.hpp"

#include <algorithm>
#include <mutex>
#include <tuple>

namespace troupe::graphql::types {

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

// -- making -------------------------------------------------------------------

void schema_state::fail(std::string why) {
  if (failure_.code == ec::none)
    failure_ = {ec::invalid_schema, std::move(why), {}};
}

std::span<input_value>
schema_state::inputs(const std::vector<input_spec>& specs,
                     std::string_view owner) {
  auto out = memory_.make_array<input_value>(specs.size());
  for (size_t i = 0; i < specs.size(); ++i) {
    auto& x = out[i];
    describe(x, specs[i]);
    deprecate(x, specs[i]);
    x.type = reference(specs[i].type, owner);
    if (specs[i].default_value.empty())
      continue;
    auto value = language::parse_value(keep(specs[i].default_value), memory_);
    if (!value)
      fail("Default of \"" + std::string{owner} + "."
           + std::string{specs[i].name} + "\": " + value.error().detail);
    else
      x.default_value = *value;
  }
  return out;
}

void schema_state::fill(field& to, const field_spec& spec,
                        std::string_view owner) {
  describe(to, spec);
  deprecate(to, spec);
  to.arguments = inputs(spec.arguments, owner);
  to.type = reference(spec.type, owner);
}

void schema_state::add(const type_spec& spec,
                       const std::vector<std::string_view>* names) {
  auto* x = memory_.make<type>();
  describe(*x, spec);
  x->kind = spec.kind;
  x->specified_by_url = keep(spec.specified_by_url);
  x->one_of = spec.one_of;
  if (spec.check != nullptr)
    x->check = checks_.emplace_back(spec.check).get();
  x->owner_ = this;
  if (x->kind == kind::scalar)
    x->scalar = scalar_of(x->name);
  if (!by_name_.emplace(x->name, x).second)
    return fail("There can be only one type named \"" + std::string{spec.name}
                + "\".");
  x->order_ = (uint64_t{now.number} << 32) | (now.sorted ? 0 : added_++);
  types_.push_back(x);
  if (!spec.interfaces.empty()) {
    auto& p = pending_.emplace_back(pending_interfaces{x, {}});
    for (auto name : spec.interfaces)
      p.names.push_back(keep(name));
  }
  std::vector<std::string_view> members;
  for (auto name : spec.members) {
    auto kept = keep(name);
    members.push_back(kept);
    if (names == nullptr)
      reference(kept, x->name);
  }
  x->members_ = memory_.copy(members);
  names != nullptr ? add_names(*x, *names) : add_fields(*x, spec);
  add_values(*x, spec);
  x->input_fields = inputs(spec.input_fields, x->name);
  index(*x, x->fields_);
  index(*x, x->values);
  index(*x, x->input_fields);
}

void schema_state::add_fields(type& to, const type_spec& spec) {
  to.fields_ = memory_.make_array<field>(spec.fields.size());
  for (size_t i = 0; i < spec.fields.size(); ++i)
    fill(to.fields_[i], spec.fields[i], to.name);
}

void schema_state::add_names(type& to,
                             const std::vector<std::string_view>& names) {
  to.fields_ = memory_.make_array<field>(names.size());
  for (size_t i = 0; i < names.size(); ++i)
    to.fields_[i].name = keep(names[i]);
  to.made_ = made_.emplace_back(names.size()).data();
}

void schema_state::add_values(type& to, const type_spec& spec) {
  auto values = memory_.make_array<enum_value>(spec.values.size());
  for (size_t i = 0; i < spec.values.size(); ++i) {
    describe(values[i], spec.values[i]);
    deprecate(values[i], spec.values[i]);
  }
  to.values = values;
}

/// Wide types get a name index; narrow ones are faster to scan.
template <class T>
void schema_state::index(type& x, const T& items) {
  constexpr size_t wide = 16;
  if (items.size() <= wide)
    return;
  auto& map =
    indexes_.emplace_back(std::make_unique<type::name_index>(items.size()));
  for (uint32_t i = 0; i < items.size(); ++i)
    map->emplace(items[i].name, i);
  x.by_name_ = map.get();
}

void schema_state::add(const directive_spec& spec) {
  auto* x = memory_.make<directive>();
  x->name = keep(spec.name);
  x->description = keep(spec.description);
  x->described = !spec.description.empty();
  x->repeatable = spec.repeatable;
  x->arguments = inputs(spec.arguments, x->name);
  auto locations = memory_.make_array<std::string_view>(spec.locations.size());
  for (size_t i = 0; i < locations.size(); ++i)
    locations[i] = keep(spec.locations[i]);
  x->locations = locations;
  if (!directives_by_name_.emplace(x->name, x).second)
    return fail("There can be only one directive named \"@"
                + std::string{spec.name} + "\".");
  directives_.push_back(x);
}

const directive*
schema_state::find_directive(std::string_view name) const noexcept {
  auto i = directives_by_name_.find(name);
  return i == directives_by_name_.end() ? nullptr : i->second;
}

const type_ref* schema_state::reference(std::string_view notation,
                                        std::string_view owner) {
  auto known = references_.find(notation);
  if (known != references_.end())
    return known->second;
  auto kept = keep(notation);
  type_ref x{this, kept};
  if (notation.ends_with('!')) {
    x.kind = language::type_kind::non_null;
    x.inner = reference(kept.substr(0, kept.size() - 1), owner);
  } else if (notation.starts_with('[') && notation.ends_with(']')) {
    x.kind = language::type_kind::list;
    x.inner = reference(kept.substr(1, kept.size() - 2), owner);
  }
  const auto* made = memory_.make<type_ref>(x);
  if (x.kind == language::type_kind::named)
    uses_.push_back({made, kept, owner});
  references_.emplace(kept, made);
  return made;
}

field* schema_state::meta_field(std::string_view name,
                                std::string_view notation,
                                std::string_view text) {
  auto* x = memory_.make<field>();
  x->name = name;
  x->description = text;
  x->described = true;
  x->type = reference(notation, name);
  return x;
}

void schema_state::finish(const std::string_view (&given)[3]) {
  constexpr std::string_view defaults[] = {"Query", "Mutation", "Subscription"};
  bool any = !given[0].empty() || !given[1].empty() || !given[2].empty();
  for (size_t i = 0; i < 3; ++i) {
    auto name = any ? given[i] : defaults[i];
    roots_[i] = look_up(name);
    if (any && !name.empty() && roots_[i] == nullptr)
      fail("Unknown type \"" + std::string{name} + "\" in \"schema\".");
  }
  meta_[0] = meta_field("__schema", "__Schema!",
                        "Access the current type schema of this server.");
  auto* by_name = meta_field("__type", "__Type",
                             "Request the type information of a single type.");
  auto arguments = memory_.make_array<input_value>(1);
  arguments[0].name = "name";
  arguments[0].type = reference("String!", "__type");
  by_name->arguments = arguments;
  meta_[1] = by_name;
  meta_[2] = meta_field("__typename", "String!",
                        "The name of the current Object type at runtime.");
  settle();
}

/// Finds the interfaces of new types, which can bring types of their own.
void schema_state::settle() {
  while (!pending_.empty()) {
    auto p = std::move(pending_.back());
    pending_.pop_back();
    std::vector<const type*> found;
    for (auto name : p.names) {
      reference(name, p.target->name);
      if (look_up(name) == nullptr && source != nullptr)
        source->provide(name);
      // A missing one is an error when references are checked.
      if (const auto* x = look_up(name))
        found.push_back(x);
    }
    p.target->interfaces = memory_.copy(found);
  }
}

void schema_state::provide(std::string_view name) {
  if (source == nullptr)
    return;
  source->provide(name);
  settle();
}

void schema_state::check_references() {
  // Not an iteration: fields that are still to come add to it.
  for (size_t i = 0; i < uses_.size(); ++i) {
    const auto& x = uses_[i];
    if (look_up(x.name) != nullptr)
      continue;
    std::vector<std::string_view> names;
    for (const auto* t : types_)
      names.push_back(t->name);
    return fail("Unknown type \"" + std::string{x.name} + "\" in \""
                + std::string{x.owner} + "\"."
                + did_you_mean(suggestions(x.name, names)));
  }
}

/// Int, Float and ID belong to a schema only if it uses them (§3.5).
bool schema_state::settled(const type& x) const noexcept {
  return (x.scalar != scalar_kind::int_ && x.scalar != scalar_kind::float_
          && x.scalar != scalar_kind::id)
         || references_.contains(x.name);
}

void schema_state::drop_unused_scalars() {
  auto unused = [&](const type* x) {
    return x->order_ >> 32 == schema_builder::builtin_part && !settled(*x);
  };
  for (const auto* x : types_)
    if (unused(x))
      by_name_.erase(x->name);
  std::erase_if(types_, unused);
}

/// Tells interfaces who implements them, and unions their members.
void schema_state::link() {
  std::unordered_map<const type*, std::vector<const type*>> objects;
  for (const auto* x : types_)
    if (x->kind == kind::object)
      for (const auto* i : x->interfaces)
        objects[i].push_back(x);
  for (auto& [target, list] : objects)
    by_name_.at(target->name)->possible_ = memory_.copy(list);
  for (const auto* x : types_)
    if (x->kind == kind::union_)
      link_union(*x);
}

void schema_state::link_union(const type& x) {
  if (x.linked_.load(std::memory_order_relaxed))
    return;
  std::vector<const type*> members;
  for (auto name : x.members_) {
    if (look_up(name) == nullptr)
      provide(name);
    if (const auto* found = look_up(name))
      members.push_back(found);
  }
  x.possible_ = memory_.copy(members);
  x.linked_.store(true, std::memory_order_release);
}

const error& schema_state::complete_all() {
  if (complete_)
    return failure_;
  if (source != nullptr)
    source->complete();
  settle();
  for (size_t i = 0; i < types_.size(); ++i) {
    auto* x = by_name_.at(types_[i]->name);
    for (size_t f = 0; x->made_ != nullptr && f < x->fields_.size(); ++f)
      make_field_alone(*x, f);
  }
  settle();
  check_references();
  drop_unused_scalars();
  std::ranges::sort(types_, {}, [](const type* x) {
    return std::tuple{x->order_, x->name};
  });
  link();
  if (failure_.code != ec::none)
    return failure_;
  // No one asks it any more.
  source.reset();
  complete_.store(true, std::memory_order_release);
  return failure_;
}

// -- reading ------------------------------------------------------------------

const type* schema_state::find(std::string_view name) {
  if (complete_.load(std::memory_order_acquire))
    return look_up(name);
  {
    std::shared_lock lock{guard_};
    if (const auto* x = look_up(name); x != nullptr && settled(*x))
      return x;
  }
  std::unique_lock lock{guard_};
  if (look_up(name) == nullptr)
    provide(name);
  if (const auto* x = look_up(name); x != nullptr && settled(*x))
    return x;
  // Whether there is such a type only the whole schema tells.
  complete_all();
  return look_up(name);
}

const type* schema_state::resolve(std::string_view name) {
  if (complete_.load(std::memory_order_acquire))
    return look_up(name);
  std::unique_lock lock{guard_};
  if (look_up(name) == nullptr)
    provide(name);
  if (look_up(name) == nullptr)
    complete_all();
  return look_up(name);
}

void schema_state::make_field_alone(const type& of, size_t position) {
  if (of.made_[position].load(std::memory_order_relaxed))
    return;
  fill(of.fields_[position], source->field(of.name, position), of.name);
  of.made_[position].store(true, std::memory_order_release);
}

void schema_state::make_field(const type& of, size_t position) {
  if (of.made_[position].load(std::memory_order_acquire))
    return;
  std::unique_lock lock{guard_};
  make_field_alone(of, position);
}

void schema_state::make_fields(const type& of) {
  for (size_t i = 0; i < of.fields_.size(); ++i)
    make_field(of, i);
}

std::span<const type* const> schema_state::possible(const type& of) {
  bool ready = of.kind == kind::union_
                 ? of.linked_.load(std::memory_order_acquire)
                 : complete_.load(std::memory_order_acquire);
  if (!ready) {
    std::unique_lock lock{guard_};
    // Who implements an interface only the whole schema tells.
    if (of.kind == kind::union_)
      link_union(of);
    else
      complete_all();
  }
  return of.possible_;
}

std::span<const type* const> schema_state::types() {
  if (!complete_.load(std::memory_order_acquire)) {
    std::unique_lock lock{guard_};
    complete_all();
  }
  return types_;
}

} // namespace troupe::graphql::types
