#include "graphql/types/sdl_specs.hpp"
#include "graphql/validation/rules/schema_rules.hpp"

#include <algorithm>

namespace troupe::graphql::validation {

namespace {

std::string text(std::string_view x) {
  return std::string{x};
}

const language::input_value_definition*
find_argument(const language::field_definition& field, std::string_view name) {
  auto i = std::ranges::find_if(
    field.arguments, [&](const auto& x) { return x.name.text == name; });
  return i == field.arguments.end() ? nullptr : &*i;
}

/// IsValidImplementation, §3.6.1, for all interfaces of one type.
class implementation_checker {
public:
  implementation_checker(schema_context& ctx, const type_model& type)
    : ctx_(ctx), type_(type) {
    // nop
  }

  void run() {
    name_table<bool> seen;
    for (const auto& x : type_.interfaces) {
      auto name = x.node->text;
      const auto* interface = ctx_.model.find(name);
      if (interface == nullptr || interface->kind != types::kind::interface)
        ctx_.report("Type " + text(type_.name)
                      + " must only implement Interface types, it cannot "
                        "implement "
                      + text(name) + ".",
                    places_of(type_, name));
      else if (interface == &type_)
        ctx_.report("Type " + text(type_.name)
                      + " cannot implement itself because it would create a "
                        "circular reference.",
                    places_of(type_, name));
      else if (!seen.insert(name, true).second)
        ctx_.report("Type " + text(type_.name) + " can only implement "
                      + text(name) + " once.",
                    places_of(type_, name));
      else
        implementation(*interface);
    }
  }

private:
  static std::vector<place> places_of(const type_model& x,
                                      std::string_view interface) {
    std::vector<place> out;
    for (const auto& i : x.interfaces)
      if (i.node->text == interface)
        out.push_back({i.document, i.node->begin});
    return out;
  }

  void implementation(const type_model& interface) {
    for (const auto& x : interface.interfaces)
      if (!type_.implements(x.node->text))
        ancestor(interface, x.node->text);
    for (const auto& [name, f] : interface.fields)
      field(interface, name, f);
  }

  /// Who implements an interface also implements what that implements.
  void ancestor(const type_model& interface, std::string_view name) {
    auto at = places_of(interface, name);
    auto own = places_of(type_, interface.name);
    at.insert(at.end(), own.begin(), own.end());
    ctx_.report(name == type_.name
                  ? "Type " + text(type_.name) + " cannot implement "
                      + text(interface.name)
                      + " because it would create a circular reference."
                  : "Type " + text(type_.name) + " must implement " + text(name)
                      + " because it is implemented by " + text(interface.name)
                      + ".",
                at);
  }

  void field(const type_model& interface, std::string_view name,
             const placed_field& wanted) {
    auto theirs = text(interface.name) + "." + text(name);
    const auto* own = type_.fields.find(name);
    if (own == nullptr) {
      std::vector<place> at{{wanted.document, wanted.node->at.begin}};
      auto nodes = type_.node_places();
      at.insert(at.end(), nodes.begin(), nodes.end());
      return ctx_.report("Interface field " + theirs + " expected but "
                           + text(type_.name) + " does not provide it.",
                         at);
    }
    auto ours = text(type_.name) + "." + text(name);
    if (!ctx_.model.sub_type(*own->node->type, *wanted.node->type))
      ctx_.report("Interface field " + theirs + " expects type "
                    + types::notation(*wanted.node->type) + " but " + ours
                    + " is type " + types::notation(*own->node->type) + ".",
                  {{wanted.document, wanted.node->type->at.begin},
                   {own->document, own->node->type->at.begin}});
    arguments(theirs, wanted, ours, *own);
    extra_arguments(theirs, wanted, ours, *own);
  }

  void arguments(const std::string& theirs, const placed_field& wanted,
                 const std::string& ours, const placed_field& own) {
    for (const auto& a : wanted.node->arguments) {
      auto suffix = "(" + text(a.name.text) + ":)";
      const auto* b = find_argument(*own.node, a.name.text);
      if (b == nullptr) {
        ctx_.report(
          "Interface field argument " + theirs + suffix + " expected but "
            + ours + " does not provide it.",
          {{wanted.document, a.at.begin}, {own.document, own.node->at.begin}});
        continue;
      }
      auto expected = types::notation(*a.type);
      auto found = types::notation(*b->type);
      if (expected != found)
        ctx_.report("Interface field argument " + theirs + suffix
                      + " expects type " + expected + " but " + ours + suffix
                      + " is type " + found + ".",
                    {{wanted.document, a.type->at.begin},
                     {own.document, b->type->at.begin}});
    }
  }

  void extra_arguments(const std::string& theirs, const placed_field& wanted,
                       const std::string& ours, const placed_field& own) {
    for (const auto& a : own.node->arguments)
      if (a.type->kind == language::type_kind::non_null
          && a.default_value == nullptr
          && find_argument(*wanted.node, a.name.text) == nullptr)
        ctx_.report("Object field " + ours + " includes required argument "
                      + text(a.name.text)
                      + " that is missing from the Interface field " + theirs
                      + ".",
                    {{own.document, a.at.begin},
                     {wanted.document, wanted.node->at.begin}});
  }

  schema_context& ctx_;
  const type_model& type_;
};

/// Depth-first search over fields that cannot be null, with a stack of its own.
class input_cycles {
public:
  explicit input_cycles(schema_context& ctx)
    : ctx_(ctx), seen_(ctx.model.types().size()) {
    // nop
  }

  void run() {
    for (const auto& x : ctx_.model.types())
      if (x.kind == types::kind::input_object)
        search(x);
  }

private:
  struct frame {
    const type_model* type;
    size_t next = 0;
    placed_input through = {}; ///< the field that leads on
  };

  size_t number(const type_model& x) const noexcept {
    return static_cast<size_t>(&x - ctx_.model.types().data());
  }

  void search(const type_model& from) {
    enter(from);
    while (!path_.empty()) {
      auto& top = path_.back();
      if (top.next == top.type->input_fields.size()) {
        path_.pop_back();
        continue;
      }
      const auto& [name, f] = *(top.type->input_fields.begin()
                                + static_cast<std::ptrdiff_t>(top.next++));
      const auto& type = *f.node->type;
      if (type.kind != language::type_kind::non_null
          || type.inner->kind != language::type_kind::named)
        continue;
      const auto* next = ctx_.model.find(type.inner->name.text);
      if (next == nullptr || next->kind != types::kind::input_object)
        continue;
      top.through = f;
      auto cycle = std::ranges::find(path_, next, &frame::type);
      if (cycle != path_.end())
        report(*next, cycle - path_.begin());
      else
        enter(*next);
    }
  }

  void enter(const type_model& x) {
    if (seen_[number(x)])
      return;
    seen_[number(x)] = true;
    path_.push_back({&x});
  }

  void report(const type_model& type, std::ptrdiff_t first) {
    std::string way;
    std::vector<place> at;
    for (auto i = path_.begin() + first; i != path_.end(); ++i) {
      way += (way.empty() ? "" : ".") + text(i->through.node->name.text);
      at.push_back({i->through.document, i->through.node->at.begin});
    }
    ctx_.report("Cannot reference Input Object \"" + text(type.name)
                  + "\" within itself through a series of non-null fields: \""
                  + way + "\".",
                at);
  }

  schema_context& ctx_;
  std::vector<bool> seen_;
  std::vector<frame> path_;
};

} // namespace

void check_interfaces(schema_context& ctx) {
  for (const auto& x : ctx.model.types())
    if (x.kind == types::kind::object || x.kind == types::kind::interface)
      implementation_checker{ctx, x}.run();
}

void check_input_cycles(schema_context& ctx) {
  input_cycles{ctx}.run();
}

} // namespace troupe::graphql::validation
