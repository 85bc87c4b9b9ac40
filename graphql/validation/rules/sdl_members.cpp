#include "graphql/validation/rules/sdl.hpp"

namespace troupe::graphql::validation {

namespace {

/// Names inside a type are unique over its definition and all its extensions.
class member_names {
public:
  member_names(context& ctx, const types::schema* extended)
    : ctx_(ctx), extended_(extended) {
    // nop
  }

  void run() {
    for (const auto& x : ctx_.document.definitions) {
      if (x.directive != nullptr)
        arguments("@" + std::string{x.directive->name.text},
                  x.directive->arguments);
      if (x.type != nullptr)
        type(*x.type);
    }
  }

private:
  using seen = name_table<uint32_t>;

  void type(const language::type_definition& x) {
    auto& names = *by_type_.insert(x.name.text, {}).first;
    const auto* existing =
      extended_ == nullptr ? nullptr : extended_->find(x.name.text);
    for (const auto& f : x.fields) {
      field(x.name.text, f.name, existing, names);
      arguments(std::string{x.name.text} + "." + std::string{f.name.text},
                f.arguments);
    }
    for (const auto& f : x.input_fields)
      field(x.name.text, f.name, existing, names);
    for (const auto& v : x.values)
      value(x.name.text, v.name, existing, names);
  }

  void field(std::string_view owner, const language::name& name,
             const types::type* existing, seen& names) {
    auto shown = quote(std::string{owner} + "." + std::string{name.text});
    if (existing != nullptr
        && (existing->find_field(name.text) != nullptr
            || existing->find_input_field(name.text) != nullptr))
      return ctx_.report(rule::unique_field_definition_names,
                         "Field " + shown
                           + " already exists in the schema. It cannot also "
                             "be defined in this type extension.",
                         {name.begin});
    auto [first, fresh] = names.insert(name.text, name.begin);
    if (!fresh)
      ctx_.report(rule::unique_field_definition_names,
                  "Field " + shown + " can only be defined once.",
                  {*first, name.begin});
  }

  void value(std::string_view owner, const language::name& name,
             const types::type* existing, seen& names) {
    auto shown = quote(std::string{owner} + "." + std::string{name.text});
    if (existing != nullptr && existing->find_value(name.text) != nullptr)
      return ctx_.report(rule::unique_enum_value_names,
                         "Enum value " + shown
                           + " already exists in the schema. It cannot also "
                             "be defined in this type extension.",
                         {name.begin});
    auto [first, fresh] = names.insert(name.text, name.begin);
    if (!fresh)
      ctx_.report(rule::unique_enum_value_names,
                  "Enum value " + shown + " can only be defined once.",
                  {*first, name.begin});
  }

  void arguments(const std::string& owner,
                 std::span<const language::input_value_definition> items) {
    if (items.size() < 2)
      return;
    name_table<std::vector<uint32_t>> places;
    for (const auto& x : items)
      places.insert(x.name.text, {}).first->push_back(x.name.begin);
    for (const auto& [name, at] : places)
      if (at.size() > 1)
        ctx_.report(rule::unique_argument_definition_names,
                    "Argument " + quote(owner + "(" + std::string{name} + ":)")
                      + " can only be defined once.",
                    at);
  }

  context& ctx_;
  const types::schema* extended_;
  name_table<seen> by_type_;
};

} // namespace

void check_member_names(context& ctx, const types::schema* extended) {
  member_names{ctx, extended}.run();
}

} // namespace troupe::graphql::validation
