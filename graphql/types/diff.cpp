#include "graphql/types/diff.hpp"

#include "graphql/types/print_schema.hpp"

#include <algorithm>

namespace troupe::graphql::types {

namespace {

constexpr std::string_view kind_names[] = {"a scalar",     "an object",
                                           "an interface", "a union",
                                           "an enum type", "an input object"};

/// Whether every value that was read as `before` can be read from `after`.
bool safe_output(const type_ref& before, const type_ref& after) {
  if (after.non_null() && !before.non_null())
    return safe_output(before, *after.inner);
  if (before.non_null())
    return after.non_null() && safe_output(*before.inner, *after.inner);
  if (before.list())
    return after.list() && safe_output(*before.inner, *after.inner);
  return !after.list() && before.named()->name == after.named()->name;
}

/// Whether every value that was given as `before` is accepted as `after`.
bool safe_input(const type_ref& before, const type_ref& after) {
  if (before.non_null() && !after.non_null())
    return safe_input(*before.inner, after);
  if (after.non_null())
    return before.non_null() && safe_input(*before.inner, *after.inner);
  // A single value may stand for a list.
  if (after.list())
    return safe_input(before.list() ? *before.inner : before, *after.inner);
  return !before.list() && before.named()->name == after.named()->name;
}

std::string default_of(const input_value& x) {
  return x.default_value == nullptr ? std::string{}
                                    : print_value(*x.default_value);
}

template <class Range>
bool has(const Range& items, std::string_view name) {
  return std::ranges::any_of(items,
                             [&](const auto* x) { return x->name == name; });
}

/// Scalars that are there whether a schema shows them or not.
bool builtin(const type& x) noexcept {
  return x.kind == kind::scalar && x.scalar != scalar_kind::custom;
}

class comparison {
public:
  comparison(const schema& before, const schema& after)
    : before_(before), after_(after) {
    // nop
  }

  std::vector<change> run() {
    roots();
    for (const auto* x : before_.types())
      if (!x->name.starts_with("__") && !builtin(*x))
        type(*x);
    for (const auto* x : after_.types())
      if (before_.find(x->name) == nullptr && !builtin(*x))
        add(severity::safe, "TYPE_ADDED", std::string{x->name}, "was added");
    directives();
    std::ranges::stable_sort(out_, {}, &change::severity);
    return std::move(out_);
  }

private:
  void add(types::severity severity, std::string_view kind,
           std::string coordinate, const std::string& what) {
    auto message = coordinate + " " + what + ".";
    out_.push_back({severity, kind, std::move(coordinate), std::move(message)});
  }

  void roots() {
    constexpr std::string_view names[] = {"query", "mutation", "subscription"};
    for (size_t i = 0; i < std::size(names); ++i) {
      auto kind = static_cast<language::operation_kind>(i);
      const auto* from = before_.root(kind);
      const auto* to = after_.root(kind);
      if (from != nullptr && to == nullptr)
        add(severity::breaking, "ROOT_TYPE_REMOVED", std::string{names[i]},
            "can no longer be asked for: the schema has no root type for it");
      else if (from == nullptr && to != nullptr)
        add(severity::safe, "ROOT_TYPE_ADDED", std::string{names[i]},
            "can be asked for now");
    }
  }

  void type(const types::type& from) {
    std::string name{from.name};
    const auto* to = after_.find(from.name);
    if (to == nullptr)
      return add(severity::breaking, "TYPE_REMOVED", name, "was removed");
    if (to->kind != from.kind)
      return add(
        severity::breaking, "TYPE_CHANGED_KIND", name,
        "was " + std::string{kind_names[static_cast<size_t>(from.kind)]}
          + " and is " + std::string{kind_names[static_cast<size_t>(to->kind)]}
          + " now");
    switch (from.kind) {
      case kind::object:
      case kind::interface:
        interfaces(from, *to);
        fields(from, *to);
        break;
      case kind::union_:
        members(from, *to);
        break;
      case kind::enum_:
        values(from, *to);
        break;
      case kind::input_object:
        input_fields(from, *to);
        break;
      case kind::scalar:
        break;
    }
  }

  void interfaces(const types::type& from, const types::type& to) {
    for (const auto* x : from.interfaces)
      if (!has(to.interfaces, x->name))
        add(severity::breaking, "IMPLEMENTED_INTERFACE_REMOVED",
            std::string{from.name},
            "no longer implements " + std::string{x->name});
    for (const auto* x : to.interfaces)
      if (!has(from.interfaces, x->name))
        add(severity::dangerous, "IMPLEMENTED_INTERFACE_ADDED",
            std::string{from.name}, "implements " + std::string{x->name});
  }

  void members(const types::type& from, const types::type& to) {
    for (const auto* x : from.possible())
      if (!has(to.possible(), x->name))
        add(severity::breaking, "TYPE_REMOVED_FROM_UNION",
            std::string{from.name}, "no longer has " + std::string{x->name});
    for (const auto* x : to.possible())
      if (!has(from.possible(), x->name))
        add(severity::dangerous, "TYPE_ADDED_TO_UNION", std::string{from.name},
            "may be " + std::string{x->name} + " too");
  }

  void values(const types::type& from, const types::type& to) {
    for (const auto& x : from.values) {
      auto name = std::string{from.name} + "." + std::string{x.name};
      const auto* other = to.find_value(x.name);
      if (other == nullptr)
        add(severity::breaking, "VALUE_REMOVED_FROM_ENUM", name, "was removed");
      else
        deprecation(name, x, *other);
    }
    for (const auto& x : to.values)
      if (from.find_value(x.name) == nullptr)
        add(severity::dangerous, "VALUE_ADDED_TO_ENUM",
            std::string{from.name} + "." + std::string{x.name}, "was added");
  }

  template <class T>
  void deprecation(const std::string& name, const T& from, const T& to) {
    if (!from.deprecated && to.deprecated)
      add(severity::safe, "DEPRECATED", name,
          "is deprecated: " + std::string{to.deprecation_reason});
    else if (from.deprecated && !to.deprecated)
      add(severity::safe, "DEPRECATION_REMOVED", name,
          "is no longer deprecated");
  }

  void fields(const types::type& from, const types::type& to) {
    for (const auto& x : from.fields()) {
      auto name = std::string{from.name} + "." + std::string{x.name};
      const auto* other = to.find_field(x.name);
      if (other == nullptr) {
        add(severity::breaking, "FIELD_REMOVED", name, "was removed");
        continue;
      }
      if (types::to_string(*x.type) != types::to_string(*other->type))
        add(safe_output(*x.type, *other->type) ? severity::safe
                                               : severity::breaking,
            "FIELD_CHANGED_TYPE", name, retyped(*x.type, *other->type));
      deprecation(name, x, *other);
      arguments(name, x, *other);
    }
    for (const auto& x : to.fields())
      if (from.find_field(x.name) == nullptr)
        add(severity::safe, "FIELD_ADDED",
            std::string{from.name} + "." + std::string{x.name}, "was added");
  }

  static std::string retyped(const type_ref& from, const type_ref& to) {
    return "was of type " + types::to_string(from) + " and is of type "
           + types::to_string(to) + " now";
  }

  /// Arguments of a field, or of a directive.
  template <class T>
  void arguments(const std::string& owner, const T& from, const T& to) {
    for (const auto& x : from.arguments) {
      auto name = owner + "(" + std::string{x.name} + ":)";
      const auto* other = to.argument(x.name);
      if (other == nullptr)
        add(severity::breaking, "ARG_REMOVED", name, "was removed");
      else
        input(name, x, *other, "ARG");
    }
    for (const auto& x : to.arguments)
      if (from.argument(x.name) == nullptr)
        added(owner + "(" + std::string{x.name} + ":)", x, "REQUIRED_ARG_ADDED",
              "OPTIONAL_ARG_ADDED");
  }

  void input_fields(const types::type& from, const types::type& to) {
    for (const auto& x : from.input_fields) {
      auto name = std::string{from.name} + "." + std::string{x.name};
      const auto* other = to.find_input_field(x.name);
      if (other == nullptr)
        add(severity::breaking, "INPUT_FIELD_REMOVED", name, "was removed");
      else
        input(name, x, *other, "INPUT_FIELD");
    }
    for (const auto& x : to.input_fields)
      if (from.find_input_field(x.name) == nullptr)
        added(std::string{from.name} + "." + std::string{x.name}, x,
              "REQUIRED_INPUT_FIELD_ADDED", "OPTIONAL_INPUT_FIELD_ADDED");
    if (!from.one_of && to.one_of)
      add(severity::breaking, "ONE_OF_ADDED", std::string{from.name},
          "takes exactly one field now");
    else if (from.one_of && !to.one_of)
      add(severity::safe, "ONE_OF_REMOVED", std::string{from.name},
          "takes any number of fields now");
  }

  void added(std::string name, const input_value& x, std::string_view required,
             std::string_view optional) {
    if (x.required())
      add(severity::breaking, required, std::move(name),
          "was added and must be given");
    else
      add(severity::dangerous, optional, std::move(name), "was added");
  }

  void input(const std::string& name, const input_value& from,
             const input_value& to, std::string_view what) {
    bool argument = what == "ARG";
    if (types::to_string(*from.type) != types::to_string(*to.type))
      add(safe_input(*from.type, *to.type) ? severity::safe
                                           : severity::breaking,
          argument ? "ARG_CHANGED_TYPE" : "INPUT_FIELD_CHANGED_TYPE", name,
          retyped(*from.type, *to.type));
    else if (!from.required() && to.required())
      add(severity::breaking,
          argument ? "ARG_DEFAULT_REMOVED" : "INPUT_FIELD_DEFAULT_REMOVED",
          name, "has no default any more and must be given");
    else if (default_of(from) != default_of(to))
      add(severity::dangerous,
          argument ? "ARG_DEFAULT_VALUE_CHANGE"
                   : "INPUT_FIELD_DEFAULT_VALUE_CHANGE",
          name,
          from.default_value == nullptr
            ? "has the default " + default_of(to) + " now"
          : to.default_value == nullptr
            ? "has no default any more (it was " + default_of(from) + ")"
            : "had the default " + default_of(from) + " and has "
                + default_of(to) + " now");
    deprecation(name, from, to);
  }

  void directives() {
    for (const auto* x : before_.directives()) {
      auto name = "@" + std::string{x->name};
      const auto* to = after_.find_directive(x->name);
      if (to == nullptr) {
        add(severity::breaking, "DIRECTIVE_REMOVED", name, "was removed");
        continue;
      }
      arguments(name, *x, *to);
      if (x->repeatable && !to->repeatable)
        add(severity::breaking, "DIRECTIVE_REPEATABLE_REMOVED", name,
            "may no longer be repeated");
      for (auto location : x->locations)
        if (std::ranges::find(to->locations, location) == to->locations.end())
          add(severity::breaking, "DIRECTIVE_LOCATION_REMOVED", name,
              "may no longer stand on " + std::string{location});
    }
    for (const auto* x : after_.directives())
      if (before_.find_directive(x->name) == nullptr)
        add(severity::safe, "DIRECTIVE_ADDED", "@" + std::string{x->name},
            "was added");
  }

  const schema& before_;
  const schema& after_;
  std::vector<change> out_;
};

} // namespace

std::string_view to_string(severity x) noexcept {
  constexpr std::string_view names[] = {"breaking", "dangerous", "safe"};
  return names[static_cast<size_t>(x)];
}

std::vector<change> diff(const schema& before, const schema& after) {
  return comparison{before, after}.run();
}

} // namespace troupe::graphql::types
