#include "base/suggestions.hpp"
#include "graphql/types/sdl_specs.hpp"
#include "graphql/validation/rules/context.hpp"

#include <algorithm>

namespace troupe::graphql::validation {

namespace {

/// A directive as the schema has it or, where the document redefines it, as it
/// is written there.
class known_directive {
public:
  known_directive(const context& ctx, std::string_view name)
    : built_(ctx.schema.find_directive(name)) {
    if (ctx.written_directives.size() == 0)
      return;
    if (const auto* x = ctx.written_directives.find(name))
      written_ = *x;
  }

  explicit operator bool() const noexcept {
    return built_ != nullptr || written_ != nullptr;
  }

  /// What the schema says of the arguments: only that has types.
  const types::directive* built() const noexcept {
    return built_;
  }

  bool repeatable() const noexcept {
    return written_ != nullptr ? written_->repeatable : built_->repeatable;
  }

  bool allowed_on(std::string_view location) const {
    if (written_ == nullptr)
      return std::ranges::find(built_->locations, location)
             != built_->locations.end();
    return std::ranges::any_of(
      written_->locations, [&](const auto& x) { return x.text == location; });
  }

  bool has_argument(std::string_view name) const {
    if (written_ == nullptr)
      return built_->argument(name) != nullptr;
    return std::ranges::any_of(
      written_->arguments, [&](const auto& x) { return x.name.text == name; });
  }

  std::vector<std::string_view> argument_names() const {
    std::vector<std::string_view> out;
    if (written_ == nullptr)
      for (const auto& x : built_->arguments)
        out.push_back(x.name);
    else
      for (const auto& x : written_->arguments)
        out.push_back(x.name.text);
    return out;
  }

  /// Calls `f` with name and printed type of each required argument.
  template <class F>
  void each_required(F f) const {
    if (written_ == nullptr) {
      for (const auto& x : built_->arguments)
        if (x.required())
          f(x.name, *x.type);
      return;
    }
    for (const auto& x : written_->arguments)
      if (x.type->kind == language::type_kind::non_null
          && x.default_value == nullptr)
        f(x.name.text, *x.type);
  }

private:
  const types::directive* built_ = nullptr;
  const language::directive_definition* written_ = nullptr;
};

std::string printed(const types::type_ref& x) {
  return types::to_string(x);
}

std::string printed(const language::type_reference& x) {
  return types::notation(x);
}

std::string at_name(std::string_view name) {
  return "\"@" + std::string{name} + "\"";
}

class directive_checker {
public:
  directive_checker(context& ctx, definition_uses& uses,
                    const types::field* around)
    : ctx_(ctx), uses_(uses), around_(around) {
    // nop
  }

  void check(const language::directive& x, std::string_view location,
             seen_directives& seen) {
    known_directive known{ctx_, x.name.text};
    // DirectivesAreDefined, §5.7.1; DirectivesAreInValidLocations, §5.7.2
    if (!known)
      ctx_.report(rule::known_directives,
                  "Unknown directive " + at_name(x.name.text) + ".",
                  {x.at.begin});
    else if (!known.allowed_on(location))
      ctx_.report(rule::known_directives,
                  "Directive " + at_name(x.name.text) + " may not be used on "
                    + std::string{location} + ".",
                  {x.at.begin});
    if (known && !known.repeatable())
      unique(x, seen);
    if (x.arguments.size() > 1)
      check_unique_arguments(ctx_, x.arguments);
    for (const auto& argument : x.arguments)
      check_argument(x, argument, known);
    if (known)
      required_arguments(x, known);
  }

private:
  // DirectivesAreUniquePerLocation, §5.7.3
  void unique(const language::directive& x, seen_directives& seen) {
    auto [first, fresh] = seen.insert(x.name.text, &x);
    if (!fresh)
      ctx_.report(rule::unique_directives_per_location,
                  "The directive " + at_name(x.name.text)
                    + " can only be used once at this location.",
                  {(*first)->at.begin, x.at.begin});
  }

  void check_argument(const language::directive& x,
                      const language::argument& argument,
                      const known_directive& known) {
    auto name = argument.name.text;
    if (known && !known.has_argument(name))
      ctx_.report(ctx_.sdl ? rule::known_argument_names_on_directives
                           : rule::known_argument_names,
                  "Unknown argument " + quote(name) + " on directive "
                    + at_name(x.name.text) + "."
                    + hint(name, known.argument_names()),
                  {argument.name.begin});
    // In a type system document arguments are checked when it is built.
    const types::input_value* typed = nullptr;
    if (known.built() != nullptr)
      typed = known.built()->argument(name);
    else if (around_ != nullptr)
      typed = around_->argument(name);
    if (typed != nullptr && typed->deprecated && known)
      ctx_.report(rule::no_deprecated,
                  "Directive " + at_name(x.name.text) + " argument "
                    + quote(name) + " is deprecated. "
                    + std::string{typed->deprecation_reason},
                  {argument.name.begin});
    check_value(ctx_, uses_, argument.value,
                typed == nullptr ? nullptr : typed->type,
                typed != nullptr && typed->default_value != nullptr);
  }

  void required_arguments(const language::directive& x,
                          const known_directive& known) {
    known.each_required([&](std::string_view name, const auto& type) {
      bool given = std::ranges::any_of(
        x.arguments, [&](const auto& y) { return y.name.text == name; });
      if (!given)
        ctx_.report(ctx_.sdl ? rule::provided_required_arguments_on_directives
                             : rule::provided_required_arguments,
                    "Directive " + at_name(x.name.text) + " argument "
                      + quote(name) + " of type " + quote(printed(type))
                      + " is required, but it was not provided.",
                    {x.at.begin});
    });
  }

  context& ctx_;
  definition_uses& uses_;
  const types::field* around_;
};

} // namespace

void check_directives(context& ctx, definition_uses& uses,
                      std::span<const language::directive> directives,
                      std::string_view location, const types::field* around,
                      seen_directives& seen) {
  directive_checker checker{ctx, uses, around};
  for (const auto& x : directives)
    checker.check(x, location, seen);
}

void check_directives(context& ctx, definition_uses& uses,
                      std::span<const language::directive> directives,
                      std::string_view location, const types::field* around) {
  if (directives.empty())
    return;
  seen_directives seen;
  check_directives(ctx, uses, directives, location, around, seen);
}

// ArgumentUniqueness, §5.4.2
void check_unique_arguments(context& ctx,
                            std::span<const language::argument> arguments) {
  constexpr size_t few = 8;
  if (arguments.size() <= few) {
    bool unique = true;
    for (size_t i = 1; i < arguments.size(); ++i)
      for (size_t j = 0; j < i; ++j)
        unique = unique && arguments[i].name.text != arguments[j].name.text;
    if (unique)
      return;
  }
  name_table<std::vector<uint32_t>> places;
  for (const auto& x : arguments)
    places.insert(x.name.text, {}).first->push_back(x.name.begin);
  for (const auto& [name, at] : places)
    if (at.size() > 1)
      ctx.report(rule::unique_argument_names,
                 "There can be only one argument named " + quote(name) + ".",
                 at);
}

} // namespace troupe::graphql::validation
