#pragma once

#include "base/result.hpp"
#include "graphql/types/build.hpp"
#include "graphql/types/schema.hpp"
#include "graphql/types/sdl_specs.hpp"
#include "graphql/types/type_source.hpp"

#include <atomic>
#include <deque>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace troupe::graphql::types {

/// What a schema consists of, and how its types come to be: `schema_builder`
/// fills it, `schema` reads it, a source adds to it when something is missing.
/// Readers share a lock until everything is there, then they need none.
class schema_state {
public:
  // -- making; by one thread that has the schema for itself -------------------

  /// Adds a type. An object type with `names` has the fields of these names,
  /// which the source makes one by one.
  void add(const type_spec& spec, const std::vector<std::string_view>* names);

  void add(const directive_spec& spec);

  void fail(std::string why);

  std::string_view keep(std::string_view x) {
    return memory_.copy(x);
  }

  const type* look_up(std::string_view name) const noexcept {
    auto i = by_name_.find(name);
    return i == by_name_.end() ? nullptr : i->second;
  }

  const directive* find_directive(std::string_view name) const noexcept;

  /// Makes the meta fields and roots; `given` names the root types, where the
  /// author did.
  void finish(const std::string_view (&given)[3]);

  /// Adds what is missing, checks every reference and puts the types in order.
  /// Returns the first error of all, `ec::none` if there was none.
  const error& complete_all();

  /// New types belong to this part of the schema: `types()` lists part by part,
  /// by name where a part is `sorted`, otherwise as they came.
  struct part {
    uint32_t number = 0;
    bool sorted = false;
  };
  part now;

  std::unique_ptr<type_source> source;
  std::string_view description;
  bool described = false;
  std::deque<specs> from_sdl;

  // -- reading; from any thread -----------------------------------------------

  const type* find(std::string_view name);

  /// The type of a reference.
  const type* resolve(std::string_view name);

  /// Makes one field, or all of them, of a type added by names.
  void make_field(const type& of, size_t position);
  void make_fields(const type& of);

  std::span<const type* const> possible(const type& of);

  std::span<const type* const> types();

  std::span<const directive* const> directives() const noexcept {
    return directives_;
  }

  const type* root(size_t i) const noexcept {
    return roots_[i];
  }

  /// `__schema`, `__type(name:)` and `__typename`.
  const field& meta(size_t i) const noexcept {
    return *meta_[i];
  }

private:
  std::span<input_value> inputs(const std::vector<input_spec>& specs,
                                std::string_view owner);
  void fill(field& to, const field_spec& spec, std::string_view owner);
  void add_fields(type& to, const type_spec& spec);
  void add_names(type& to, const std::vector<std::string_view>& names);
  void add_values(type& to, const type_spec& spec);
  template <class T>
  void index(type& x, const T& items);
  const type_ref* reference(std::string_view notation, std::string_view owner);
  void provide(std::string_view name);
  void settle();
  void make_field_alone(const type& of, size_t position);
  void link_union(const type& x);
  void check_references();
  void drop_unused_scalars();
  void link();
  bool settled(const type& x) const noexcept;
  field* meta_field(std::string_view name, std::string_view notation,
                    std::string_view text);

  template <class T>
  void describe(T& target, const auto& spec) {
    // Others may be reading a name that is there.
    if (target.name.empty())
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

  arena memory_{16 * 1024};
  std::shared_mutex guard_;
  std::atomic<bool> complete_{false};
  error failure_{ec::none, {}, {}};
  uint64_t added_ = 0;
  std::vector<std::unique_ptr<type::name_index>> indexes_;
  std::vector<std::shared_ptr<const value_check>> checks_;
  std::deque<std::vector<std::atomic<bool>>> made_;
  std::vector<const type*> types_;
  std::unordered_map<std::string_view, type*> by_name_;
  std::vector<const directive*> directives_;
  std::unordered_map<std::string_view, directive*> directives_by_name_;
  /// Type notation -> reference, so that each is made once.
  std::unordered_map<std::string_view, const type_ref*> references_;
  struct use {
    const type_ref* reference;
    std::string_view name;
    std::string_view owner;
  };
  std::vector<use> uses_; ///< of named references, in the order they came
  struct pending_interfaces {
    type* target;
    std::vector<std::string_view> names;
  };
  std::vector<pending_interfaces> pending_;
  const type* roots_[3] = {nullptr, nullptr, nullptr};
  const field* meta_[3] = {nullptr, nullptr, nullptr};
};

} // namespace troupe::graphql::types
