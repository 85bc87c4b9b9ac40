#include "graphql/types/introspection.hpp"

#include "base/json_write.hpp"
#include "graphql/types/print_schema.hpp"

#include <string>
#include <unordered_map>

namespace troupe::graphql::types {

namespace {

std::string_view kind_name(const type_ref& x) noexcept {
  if (x.kind == language::type_kind::list)
    return "LIST";
  if (x.kind == language::type_kind::non_null)
    return "NON_NULL";
  constexpr std::string_view names[] = {"SCALAR", "OBJECT", "INTERFACE",
                                        "UNION",  "ENUM",   "INPUT_OBJECT"};
  return names[static_cast<size_t>(x.named()->kind)];
}

/// Writes the objects of the introspection system, one method a type.
class writer {
public:
  writer(bytes& out, const schema& types, const field_collector& fields,
         const variable_values& variables, const known_types& known)
    : out_(out),
      types_(types),
      fields_(fields),
      variables_(variables),
      known_(known) {
    // nop
  }

  void root(const collected_field& f) {
    if (f.first().name.text == "__schema")
      return object("__Schema", f, [&](const auto& x) { schema_field(x); });
    const auto* name = argument(f, "name");
    const auto* found = name == nullptr ? nullptr : types_.find(*name);
    if (found == nullptr)
      return out_.append("null");
    write_type(f, type_ref{found});
  }

private:
  /// Writes `{...}` with one call of `write` per selected field.
  template <class F>
  void object(std::string_view type_name, const collected_field& parent,
              F write) {
    const auto& self = system_type(type_name);
    out_.push_back('{');
    bool first = true;
    for (const auto& f : selected(self, parent)) {
      if (!first)
        out_.push_back(',');
      first = false;
      json::write_string(out_, f.key);
      out_.push_back(':');
      if (f.first().name.text == "__typename")
        json::write_string(out_, type_name);
      else
        write(f);
    }
    out_.push_back('}');
  }

  /// What is selected of a field is the same wherever it stands. The fields
  /// stay where they are, so that they are keys for what is selected of them.
  const std::vector<collected_field>& selected(const type& of,
                                               const collected_field& parent) {
    auto known = selected_.find(&parent);
    if (known == selected_.end())
      known = selected_.emplace(&parent, fields_.collect(of, parent)).first;
    return known->second;
  }

  /// `name` is one of the literals below.
  const type& system_type(std::string_view name) {
    auto known = system_.find(name.data());
    if (known == system_.end())
      known = system_.emplace(name.data(), types_.find(name)).first;
    return *known->second;
  }

  template <class Range, class F>
  void list(const Range& items, F write) {
    out_.push_back('[');
    bool first = true;
    for (const auto& x : items) {
      if (!first)
        out_.push_back(',');
      first = false;
      write(x);
    }
    out_.push_back(']');
  }

  void text(bool present, std::string_view x) {
    if (present)
      json::write_string(out_, x);
    else
      out_.append("null");
  }

  void boolean(bool x) {
    out_.append(x ? "true" : "false");
  }

  /// Returns the text of a string or Boolean argument, or null if not given.
  const std::string_view* argument(const collected_field& f,
                                   std::string_view name) {
    for (const auto& x : f.first().arguments) {
      if (x.name.text != name)
        continue;
      argument_ = x.value.text;
      if (x.value.kind == language::value_kind::variable) {
        const auto* entry = variables_.find(x.value.text);
        if (entry == nullptr || !entry->provided)
          return nullptr;
        argument_ = entry->value.kind == input_kind::boolean
                      ? (entry->value.boolean ? "true" : "false")
                      : entry->value.text;
      }
      return &argument_;
    }
    return nullptr;
  }

  bool include_deprecated(const collected_field& f) {
    const auto* x = argument(f, "includeDeprecated");
    return x != nullptr && *x == "true";
  }

  template <class T>
  std::vector<const T*> visible(std::span<const T> items,
                                const collected_field& f) {
    std::vector<const T*> out;
    bool all = include_deprecated(f);
    for (const auto& x : items)
      if (all || !x.deprecated)
        out.push_back(&x);
    return out;
  }

  void schema_field(const collected_field& f) {
    auto name = f.first().name.text;
    if (name == "description")
      return text(types_.described(), types_.description());
    if (name == "types")
      return all_types(f);
    if (name == "queryType")
      return named(f, types_.query());
    if (name == "mutationType")
      return named(f, types_.mutation());
    if (name == "subscriptionType")
      return named(f, types_.subscription());
    list(types_.directives(), [&](const directive* x) {
      object("__Directive", f,
             [&](const auto& inner) { directive_field(inner, *x); });
    });
  }

  void all_types(const collected_field& f) {
    if (known_ != nullptr) {
      auto selection =
        introspection_selection(types_, fields_, f, *types_.find("__Schema"));
      if (!selection.empty() && known_(out_, selection))
        return;
    }
    list(types_.types(), [&](const type* x) { named(f, x); });
  }

  void directive_field(const collected_field& f, const directive& x) {
    auto name = f.first().name.text;
    if (name == "name")
      return text(true, x.name);
    if (name == "description")
      return text(x.described, x.description);
    if (name == "isRepeatable")
      return boolean(x.repeatable);
    if (name == "locations")
      return list(x.locations,
                  [&](std::string_view place) { text(true, place); });
    inputs(f, x.arguments);
  }

  void named(const collected_field& f, const type* x) {
    if (x == nullptr)
      return out_.append("null");
    write_type(f, type_ref{x});
  }

  /// The type of a field or an argument: few are different.
  void reference(const collected_field& f, const type_ref& x) {
    auto& known = references_[&f];
    if (auto text = known.find(&x); text != known.end())
      return out_.append(text->second);
    auto begin = out_.size();
    write_type(f, x);
    known.emplace(&x, out_.view().substr(begin));
  }

  void write_type(const collected_field& f, const type_ref& x) {
    object("__Type", f, [&](const auto& inner) {
      if (x.kind == language::type_kind::named)
        type_field(inner, *x.named(), x);
      else
        wrapper_field(inner, x);
    });
  }

  void wrapper_field(const collected_field& f, const type_ref& x) {
    auto name = f.first().name.text;
    if (name == "kind")
      text(true, kind_name(x));
    else if (name == "ofType")
      write_type(f, *x.inner);
    else
      out_.append("null");
  }

  void type_field(const collected_field& f, const type& x,
                  const type_ref& reference) {
    auto name = f.first().name.text;
    if (name == "kind")
      return text(true, kind_name(reference));
    if (name == "name")
      return text(true, x.name);
    if (name == "description")
      return text(x.described, x.description);
    if (name == "specifiedByURL")
      return text(!x.specified_by_url.empty(), x.specified_by_url);
    bool fielded = x.kind == kind::object || x.kind == kind::interface;
    if (name == "fields" && fielded)
      return list(visible(x.fields(), f), [&](const field* y) {
        object("__Field", f,
               [&](const auto& inner) { field_field(inner, *y); });
      });
    if (name == "interfaces" && fielded)
      return list(x.interfaces, [&](const type* y) { named(f, y); });
    if (name == "possibleTypes" && x.abstract())
      return list(x.possible(), [&](const type* y) { named(f, y); });
    if (name == "enumValues" && x.kind == kind::enum_)
      return list(visible(x.values, f), [&](const enum_value* y) {
        object("__EnumValue", f,
               [&](const auto& inner) { value_field(inner, *y); });
      });
    if (name == "inputFields" && x.kind == kind::input_object)
      return inputs(f, x.input_fields);
    if (name == "isOneOf" && x.kind == kind::input_object)
      return boolean(x.one_of);
    out_.append("null");
  }

  void field_field(const collected_field& f, const field& x) {
    auto name = f.first().name.text;
    if (name == "name")
      return text(true, x.name);
    if (name == "args")
      return inputs(f, x.arguments);
    if (name == "type")
      return reference(f, *x.type);
    deprecation(f, x);
  }

  void value_field(const collected_field& f, const enum_value& x) {
    if (f.first().name.text == "name")
      return text(true, x.name);
    deprecation(f, x);
  }

  void inputs(const collected_field& f, std::span<const input_value> items) {
    list(visible(items, f), [&](const input_value* x) {
      object("__InputValue", f,
             [&](const auto& inner) { input_field(inner, *x); });
    });
  }

  void input_field(const collected_field& f, const input_value& x) {
    auto name = f.first().name.text;
    if (name == "name")
      return text(true, x.name);
    if (name == "type")
      return reference(f, *x.type);
    if (name == "defaultValue")
      return text(x.default_value != nullptr,
                  x.default_value == nullptr ? std::string{}
                                             : print_value(*x.default_value));
    deprecation(f, x);
  }

  template <class T>
  void deprecation(const collected_field& f, const T& x) {
    auto name = f.first().name.text;
    if (name == "description")
      text(x.described, x.description);
    else if (name == "isDeprecated")
      boolean(x.deprecated);
    else
      text(x.deprecated, x.deprecation_reason);
  }

  bytes& out_;
  const schema& types_;
  const field_collector& fields_;
  const variable_values& variables_;
  const known_types& known_;
  std::string_view argument_;
  std::unordered_map<const collected_field*, std::vector<collected_field>>
    selected_;
  std::unordered_map<const char*, const type*> system_;
  std::unordered_map<const collected_field*,
                     std::unordered_map<const type_ref*, std::string>>
    references_;
};

} // namespace

void write_introspection(bytes& out, const schema& types,
                         const field_collector& fields,
                         const collected_field& root,
                         const variable_values& variables,
                         const known_types& known) {
  writer{out, types, fields, variables, known}.root(root);
}

} // namespace troupe::graphql::types
