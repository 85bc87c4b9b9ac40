#include "base/suggestions.hpp"
#include "graphql/validation/rules/context.hpp"

#include <algorithm>
#include <unordered_set>

namespace troupe::graphql::validation {

namespace {

/// One typed walk over all selections; fragments are looked at once, where they
/// are defined.
class walker {
public:
  explicit walker(context& ctx) : ctx_(ctx) {
    // nop
  }

  void run() {
    for (const auto* x : ctx_.operations)
      operation(*x);
    for (const auto* x : ctx_.fragments)
      fragment(*x);
  }

private:
  void operation(const language::operation_definition& x) {
    uses_ = &ctx_.uses[&x];
    constexpr std::string_view places[] = {"QUERY", "MUTATION", "SUBSCRIPTION"};
    constexpr std::string_view words[] = {"query", "mutation", "subscription"};
    auto kind = static_cast<size_t>(x.kind);
    for (const auto& v : x.variables) {
      check_directives(ctx_, *uses_, v.directives, "VARIABLE_DEFINITION");
      if (v.default_value == nullptr)
        continue;
      auto expected = variable_type(*v.type);
      if (expected != nullptr)
        check_value(ctx_, *uses_, *v.default_value, expected, false);
    }
    check_directives(ctx_, *uses_, x.directives, places[kind]);
    const auto* root = ctx_.schema.root(x.kind);
    if (root == nullptr)
      ctx_.report("Schema is not configured to execute "
                    + std::string{words[kind]} + " operation.",
                  {x.at.begin});
    selections(x.selections, root);
  }

  void fragment(const language::fragment_definition& x) {
    uses_ = &ctx_.uses[&x];
    check_directives(ctx_, *uses_, x.directives, "FRAGMENT_DEFINITION");
    const auto* on = condition(x.type_condition, &x);
    selections(x.selections, on);
  }

  /// Returns the composite type of a type condition, or null after a report.
  const types::type* condition(const language::name& name,
                               const language::fragment_definition* fragment) {
    const auto* type = ctx_.schema.find(name.text);
    if (type == nullptr) {
      std::vector<std::string_view> names;
      for (const auto* x : ctx_.schema.types())
        names.push_back(x->name);
      // KnownTypeNames, §5.5.1.2
      ctx_.report("Unknown type " + quote(name.text) + "."
                    + did_you_mean(suggestions(name.text, names)),
                  {name.begin});
      return nullptr;
    }
    if (type->composite())
      return type;
    // FragmentsOnCompositeTypes, §5.5.1.3
    ctx_.report((fragment != nullptr
                   ? "Fragment " + quote(fragment->name.text) + " cannot"
                   : std::string{"Fragment cannot"})
                  + " condition on non composite type " + quote(name.text)
                  + ".",
                {name.begin});
    return nullptr;
  }

  const types::type_ref* variable_type(const language::type_reference& x) {
    if (x.kind == language::type_kind::named) {
      const auto* type = ctx_.schema.find(x.name.text);
      if (type == nullptr || !type->input())
        return nullptr;
      auto& out = references_.emplace_back(std::make_unique<types::type_ref>());
      out->named = type;
      return out.get();
    }
    const auto* inner = variable_type(*x.inner);
    if (inner == nullptr)
      return nullptr;
    auto& out = references_.emplace_back(std::make_unique<types::type_ref>());
    out->kind = x.kind;
    out->inner = inner;
    return out.get();
  }

  void selections(const language::selection_set& set,
                  const types::type* parent) {
    for (const auto& x : set.items) {
      switch (x.kind) {
        case language::selection_kind::field:
          field(x, parent);
          break;
        case language::selection_kind::inline_fragment:
          inline_fragment(x, parent);
          break;
        case language::selection_kind::fragment_spread:
          spread(x, parent);
          break;
      }
    }
  }

  void field(const language::selection& x, const types::type* parent) {
    check_directives(ctx_, *uses_, x.directives, "FIELD");
    const types::field* definition = nullptr;
    if (parent != nullptr) {
      definition = ctx_.schema.find_field(*parent, x.name.text);
      if (definition == nullptr)
        undefined_field(x, *parent);
      else if (!ctx_.options.introspection
               && (definition == &ctx_.schema.schema_field()
                   || definition == &ctx_.schema.type_field()))
        ctx_.report(
          "GraphQL introspection has been disabled, but the requested "
          "query contained the field "
            + quote(x.name.text) + ".",
          {x.at.begin});
    }
    arguments(x, definition, parent);
    if (definition != nullptr)
      leafs(x, *definition);
    selections(x.selections,
               definition == nullptr ? nullptr : inner_type(*definition));
  }

  static const types::type* inner_type(const types::field& x) {
    const auto& core = x.type->core();
    return core.composite() ? &core : nullptr;
  }

  // FieldsOnCorrectType, §5.3.1
  void undefined_field(const language::selection& x,
                       const types::type& parent) {
    std::string hint;
    if (parent.abstract()) {
      std::vector<std::string_view> owners;
      for (const auto* possible : parent.possible)
        if (possible->find_field(x.name.text) != nullptr)
          owners.push_back(possible->name);
      if (owners.size() > 5)
        owners.resize(5);
      if (!owners.empty()) {
        hint = did_you_mean(owners);
        hint.replace(0, 13, " Did you mean to use an inline fragment on");
      }
    }
    if (hint.empty()) {
      std::vector<std::string_view> names;
      for (const auto& f : parent.fields)
        names.push_back(f.name);
      hint = did_you_mean(suggestions(x.name.text, names));
    }
    ctx_.report("Cannot query field " + quote(x.name.text) + " on type "
                  + quote(parent.name) + "." + hint,
                {x.at.begin});
  }

  // ScalarLeafs, §5.3.3
  void leafs(const language::selection& x, const types::field& definition) {
    auto type = types::to_string(*definition.type);
    if (definition.type->core().leaf()) {
      if (!x.selections.empty())
        ctx_.report("Field " + quote(x.name.text)
                      + " must not have a selection since type " + quote(type)
                      + " has no subfields.",
                    {x.selections.at.begin});
    } else if (x.selections.empty()) {
      ctx_.report("Field " + quote(x.name.text) + " of type " + quote(type)
                    + " must have a selection of subfields. Did you mean \""
                    + std::string{x.name.text} + " { ... }\"?",
                  {x.at.begin});
    }
  }

  void arguments(const language::selection& x, const types::field* definition,
                 const types::type* parent) {
    for (size_t i = 0; i < x.arguments.size(); ++i) {
      const auto& argument = x.arguments[i];
      // UniqueArgumentNames, §5.4.2
      for (size_t j = 0; j < i; ++j)
        if (x.arguments[j].name.text == argument.name.text) {
          ctx_.report("There can be only one argument named "
                        + quote(argument.name.text) + ".",
                      {x.arguments[j].name.begin, argument.name.begin});
          break;
        }
      const auto* known = definition == nullptr
                            ? nullptr
                            : definition->argument(argument.name.text);
      if (definition != nullptr && known == nullptr)
        unknown_argument(argument, *definition, *parent);
      check_value(ctx_, *uses_, argument.value,
                  known == nullptr ? nullptr : known->type,
                  known != nullptr && known->default_value != nullptr);
    }
    if (definition == nullptr)
      return;
    // ProvidedRequiredArguments, §5.4.2.1
    for (const auto& known : definition->arguments) {
      if (!known.required())
        continue;
      bool given = std::ranges::any_of(
        x.arguments, [&](const auto& y) { return y.name.text == known.name; });
      if (!given)
        ctx_.report("Field " + quote(x.name.text) + " argument "
                      + quote(known.name) + " of type "
                      + quote(types::to_string(*known.type))
                      + " is required, but it was not provided.",
                    {x.at.begin});
    }
  }

  // KnownArgumentNames, §5.4.1
  void unknown_argument(const language::argument& argument,
                        const types::field& definition,
                        const types::type& parent) {
    std::vector<std::string_view> names;
    for (const auto& known : definition.arguments)
      names.push_back(known.name);
    ctx_.report("Unknown argument " + quote(argument.name.text) + " on field \""
                  + std::string{parent.name} + "."
                  + std::string{definition.name} + "\"."
                  + did_you_mean(suggestions(argument.name.text, names)),
                {argument.name.begin});
  }

  void inline_fragment(const language::selection& x,
                       const types::type* parent) {
    check_directives(ctx_, *uses_, x.directives, "INLINE_FRAGMENT");
    const auto* on = parent;
    if (!x.type_condition.text.empty()) {
      on = condition(x.type_condition, nullptr);
      if (on != nullptr && parent != nullptr && !overlap(*on, *parent))
        ctx_.report("Fragment cannot be spread here as objects of type "
                      + quote(parent->name) + " can never be of type "
                      + quote(on->name) + ".",
                    {x.at.begin});
    }
    selections(x.selections, on);
  }

  void spread(const language::selection& x, const types::type* parent) {
    check_directives(ctx_, *uses_, x.directives, "FRAGMENT_SPREAD");
    uses_->spreads.push_back(&x);
    const auto* f = ctx_.fragment(x.name.text);
    // KnownFragmentNames, §5.5.2.1
    if (f == nullptr)
      return ctx_.report("Unknown fragment " + quote(x.name.text) + ".",
                         {x.name.begin});
    const auto* on = ctx_.schema.find(f->type_condition.text);
    // PossibleFragmentSpreads, §5.5.2.3
    if (on != nullptr && on->composite() && parent != nullptr
        && !overlap(*on, *parent))
      ctx_.report("Fragment " + quote(x.name.text)
                    + " cannot be spread here as objects of type "
                    + quote(parent->name) + " can never be of type "
                    + quote(on->name) + ".",
                  {x.at.begin});
  }

  bool overlap(const types::type& a, const types::type& b) const {
    if (&a == &b)
      return true;
    if (!a.abstract())
      return ctx_.schema.possible(b, a);
    if (!b.abstract())
      return ctx_.schema.possible(a, b);
    return std::ranges::any_of(
      a.possible, [&](const auto* x) { return ctx_.schema.possible(b, *x); });
  }

  context& ctx_;
  definition_uses* uses_ = nullptr;
  std::vector<std::unique_ptr<types::type_ref>> references_;
};

} // namespace

void check_selections(context& ctx) {
  walker{ctx}.run();
}

void check_directives(context& ctx, definition_uses& uses,
                      std::span<const language::directive> directives,
                      std::string_view location) {
  for (size_t i = 0; i < directives.size(); ++i) {
    const auto& x = directives[i];
    const auto* known = ctx.schema.find_directive(x.name.text);
    // KnownDirectives, §5.7.1 and §5.7.2
    if (known == nullptr)
      ctx.report("Unknown directive \"@" + std::string{x.name.text} + "\".",
                 {x.at.begin});
    else if (std::ranges::find(known->locations, location)
             == known->locations.end())
      ctx.report("Directive \"@" + std::string{x.name.text}
                   + "\" may not be used on " + std::string{location} + ".",
                 {x.at.begin});
    // UniqueDirectivesPerLocation, §5.7.3
    for (size_t j = 0; j < i && known != nullptr && !known->repeatable; ++j)
      if (directives[j].name.text == x.name.text) {
        ctx.report("The directive \"@" + std::string{x.name.text}
                     + "\" can only be used once at this location.",
                   {directives[j].at.begin, x.at.begin});
        break;
      }
    for (const auto& argument : x.arguments) {
      const auto* a =
        known == nullptr ? nullptr : known->argument(argument.name.text);
      if (known != nullptr && a == nullptr)
        ctx.report("Unknown argument " + quote(argument.name.text)
                     + " on directive \"@" + std::string{x.name.text} + "\".",
                   {argument.name.begin});
      check_value(ctx, uses, argument.value, a == nullptr ? nullptr : a->type,
                  a != nullptr && a->default_value != nullptr);
    }
    if (known == nullptr)
      continue;
    for (const auto& a : known->arguments) {
      bool given = std::ranges::any_of(
        x.arguments, [&](const auto& y) { return y.name.text == a.name; });
      if (a.required() && !given)
        ctx.report("Directive \"@" + std::string{x.name.text} + "\" argument "
                     + quote(a.name) + " of type "
                     + quote(types::to_string(*a.type))
                     + " is required, but it was not provided.",
                   {x.at.begin});
    }
  }
}

} // namespace troupe::graphql::validation
