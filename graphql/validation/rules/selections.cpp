#include "base/suggestions.hpp"
#include "graphql/validation/rules/context.hpp"

#include <algorithm>
#include <deque>

namespace troupe::graphql::validation {

namespace {

bool introspective(const types::type& x) noexcept {
  return x.name.starts_with("__");
}

/// One typed walk over all selections; fragments are looked at once, where they
/// are defined.
class walker {
public:
  explicit walker(context& ctx) : ctx_(ctx) {
    // nop
  }

  void run() {
    for (auto& x : ctx_.operations)
      operation(x);
    for (auto& x : ctx_.fragments)
      fragment(x);
  }

private:
  void operation(operation_entry& entry) {
    const auto& x = *entry.node;
    uses_ = &entry.uses;
    ctx_.operation = &x;
    constexpr std::string_view places[] = {"QUERY", "MUTATION", "SUBSCRIPTION"};
    for (const auto& v : x.variables)
      variable(v);
    check_directives(ctx_, *uses_, x.directives,
                     places[static_cast<size_t>(x.kind)], nullptr);
    const auto* root = ctx_.schema.root(x.kind);
    selections(x.selections,
               root != nullptr && root->kind == types::kind::object ? root
                                                                    : nullptr,
               nullptr);
  }

  void variable(const language::variable_definition& x) {
    check_directives(ctx_, *uses_, x.directives, "VARIABLE_DEFINITION",
                     nullptr);
    const auto* core = x.type;
    while (core->inner != nullptr)
      core = core->inner;
    const auto* type = check_type_name(ctx_, core->name, false);
    if (type != nullptr && !type->input()) {
      // VariablesAreInputTypes, §5.8.2
      ctx_.report(rule::variables_are_input_types,
                  "Variable \"$" + std::string{x.name.text}
                    + "\" cannot be non-input type "
                    + quote(ctx_.document.text().substr(
                      x.type->at.begin, x.type->at.end - x.type->at.begin))
                    + ".",
                  {x.type->at.begin});
      type = nullptr;
    }
    if (x.default_value != nullptr)
      check_value(ctx_, *uses_, *x.default_value,
                  type == nullptr ? nullptr : reference(*x.type, *type), false);
  }

  const types::type_ref* reference(const language::type_reference& x,
                                   const types::type& core) {
    types::type_ref out{&core};
    out.kind = x.kind;
    if (x.kind != language::type_kind::named)
      out.inner = reference(*x.inner, core);
    return &references_.emplace_back(out);
  }

  void fragment(fragment_entry& entry) {
    const auto& x = *entry.node;
    uses_ = &entry.uses;
    ctx_.operation = nullptr;
    check_directives(ctx_, *uses_, x.directives, "FRAGMENT_DEFINITION",
                     nullptr);
    selections(x.selections, condition(x.type_condition, &x), nullptr);
  }

  /// Returns the composite type of a type condition, or null after a report.
  const types::type* condition(const language::name& name,
                               const language::fragment_definition* fragment) {
    const auto* type = check_type_name(ctx_, name, false);
    if (type == nullptr || type->composite())
      return type;
    // FragmentsOnCompositeTypes, §5.5.1.3
    ctx_.report(rule::fragments_on_composite_types,
                (fragment != nullptr
                   ? "Fragment " + quote(fragment->name.text) + " cannot"
                   : std::string{"Fragment cannot"})
                  + " condition on non composite type " + quote(name.text)
                  + ".",
                {name.begin});
    return nullptr;
  }

  /// `around` is the field that encloses the set inside its definition.
  void selections(const language::selection_set& set, const types::type* parent,
                  const types::field* around) {
    for (const auto& x : set.items) {
      switch (x.kind) {
        case language::selection_kind::field:
          field(x, parent);
          break;
        case language::selection_kind::inline_fragment:
          inline_fragment(x, parent, around);
          break;
        case language::selection_kind::fragment_spread:
          spread(x, parent, around);
          break;
      }
      if (ctx_.aborted)
        return;
    }
  }

  void field(const language::selection& x, const types::type* parent) {
    const types::field* definition = nullptr;
    if (parent != nullptr) {
      definition = ctx_.schema.find_field(*parent, x.name.text);
      if (definition == nullptr)
        undefined_field(x, *parent);
      else
        known_field(x, *definition, *parent);
    }
    if (!x.directives.empty())
      check_directives(ctx_, *uses_, x.directives, "FIELD", definition);
    if (!x.arguments.empty() || definition != nullptr)
      arguments(x, definition, parent);
    if (x.selections.empty())
      return;
    const types::type* inner = nullptr;
    if (definition != nullptr) {
      inner = &definition->type->core();
      if (!inner->composite())
        inner = nullptr;
    }
    selections(x.selections, inner, definition);
  }

  void known_field(const language::selection& x, const types::field& definition,
                   const types::type& parent) {
    const auto& core = definition.type->core();
    // LeafFieldSelections, §5.3.3
    if (core.leaf()) {
      if (!x.selections.empty())
        ctx_.report(rule::scalar_leafs,
                    "Field " + quote(x.name.text)
                      + " must not have a selection since type "
                      + quote(types::to_string(*definition.type))
                      + " has no subfields.",
                    {x.selections.at.begin});
    } else if (x.selections.empty() && core.composite()) {
      ctx_.report(rule::scalar_leafs,
                  "Field " + quote(x.name.text) + " of type "
                    + quote(types::to_string(*definition.type))
                    + " must have a selection of subfields. Did you mean \""
                    + std::string{x.name.text} + " { ... }\"?",
                  {x.at.begin});
    }
    if (introspective(core) && ctx_.wants(rule::no_schema_introspection)
        && !(ctx_.only_entries && introspective(parent)))
      ctx_.report(rule::no_schema_introspection,
                  "GraphQL introspection has been disabled, but the requested "
                  "query contained the field "
                    + quote(x.name.text) + ".",
                  {x.at.begin});
    if (definition.deprecated)
      ctx_.report(rule::no_deprecated,
                  "The field " + std::string{parent.name} + "."
                    + std::string{definition.name} + " is deprecated. "
                    + std::string{definition.deprecation_reason},
                  {x.at.begin});
  }

  // FieldSelections, §5.3.1
  void undefined_field(const language::selection& x,
                       const types::type& parent) {
    if (!ctx_.wants(rule::fields_on_correct_type))
      return;
    std::string text;
    if (auto owners = owners_of(x.name.text, parent); !owners.empty()) {
      owners.resize(std::min<size_t>(owners.size(), 5));
      text = did_you_mean(owners);
      text.replace(0, 13, " Did you mean to use an inline fragment on");
    } else {
      text = hint(x.name.text, parent.field_names());
    }
    ctx_.report(rule::fields_on_correct_type,
                "Cannot query field " + quote(x.name.text) + " on type "
                  + quote(parent.name) + "." + text,
                {x.at.begin});
  }

  /// Returns the types below an abstract one that have the field: those that
  /// most of the possible objects share first, then supertypes, then by name.
  std::vector<std::string_view> owners_of(std::string_view field,
                                          const types::type& parent) const {
    struct owner {
      const types::type* type;
      size_t uses = 0;
    };
    std::vector<owner> found;
    auto count = [&](const types::type* x) {
      auto i = std::ranges::find(found, x, &owner::type);
      if (i == found.end())
        i = found.insert(i, {x});
      ++i->uses;
    };
    if (!parent.abstract())
      return {};
    for (const auto* object : parent.possible()) {
      if (object->find_field(field) == nullptr)
        continue;
      count(object);
      for (const auto* interface : object->interfaces)
        if (interface->find_field(field) != nullptr)
          count(interface);
    }
    auto above = [](const types::type& a, const types::type& b) {
      return std::ranges::find(b.interfaces, &a) != b.interfaces.end();
    };
    sort_as_written(found, [&](const owner& a, const owner& b) {
      if (a.uses != b.uses)
        return a.uses > b.uses;
      if (above(*a.type, *b.type) || above(*b.type, *a.type))
        return above(*a.type, *b.type);
      return natural_less(a.type->name, b.type->name);
    });
    std::vector<std::string_view> out;
    for (const auto& x : found)
      out.push_back(x.type->name);
    return out;
  }

  /// Orders as the reference implementation's runtime does: "supertypes first,
  /// otherwise by name" is no total order, and only the same steps lead to the
  /// same suggestions.
  template <class T, class F>
  static void sort_as_written(std::vector<T>& xs, F less) {
    if (xs.size() < 2)
      return;
    auto run = xs.begin() + 2;
    bool falling = less(xs[1], xs[0]);
    while (run != xs.end() && less(*run, *(run - 1)) == falling)
      ++run;
    if (falling)
      std::reverse(xs.begin(), run);
    for (auto i = run; i != xs.end(); ++i)
      std::rotate(std::upper_bound(xs.begin(), i, *i, less), i, i + 1);
  }

  void arguments(const language::selection& x, const types::field* definition,
                 const types::type* parent) {
    if (x.arguments.size() > 1)
      check_unique_arguments(ctx_, x.arguments);
    for (const auto& argument : x.arguments) {
      const auto* known = definition == nullptr
                            ? nullptr
                            : definition->argument(argument.name.text);
      if (definition != nullptr && known == nullptr)
        unknown_argument(argument, *definition, *parent);
      if (known != nullptr && known->deprecated)
        ctx_.report(rule::no_deprecated,
                    "Field \"" + std::string{parent->name} + "."
                      + std::string{definition->name} + "\" argument "
                      + quote(known->name) + " is deprecated. "
                      + std::string{known->deprecation_reason},
                    {argument.name.begin});
      check_value(ctx_, *uses_, argument.value,
                  known == nullptr ? nullptr : known->type,
                  known != nullptr && known->default_value != nullptr);
    }
    if (definition != nullptr && !definition->arguments.empty())
      required_arguments(x, *definition);
  }

  // RequiredArguments, §5.4.3
  void required_arguments(const language::selection& x,
                          const types::field& definition) {
    for (const auto& known : definition.arguments) {
      if (!known.required())
        continue;
      bool given = std::ranges::any_of(
        x.arguments, [&](const auto& y) { return y.name.text == known.name; });
      if (!given)
        ctx_.report(rule::provided_required_arguments,
                    "Field " + quote(x.name.text) + " argument "
                      + quote(known.name) + " of type "
                      + quote(types::to_string(*known.type))
                      + " is required, but it was not provided.",
                    {x.at.begin});
    }
  }

  // ArgumentNames, §5.4.1
  void unknown_argument(const language::argument& argument,
                        const types::field& definition,
                        const types::type& parent) {
    if (!ctx_.wants(rule::known_argument_names))
      return;
    std::vector<std::string_view> names;
    for (const auto& known : definition.arguments)
      names.push_back(known.name);
    ctx_.report(rule::known_argument_names,
                "Unknown argument " + quote(argument.name.text) + " on field \""
                  + std::string{parent.name} + "."
                  + std::string{definition.name} + "\"."
                  + hint(argument.name.text, names),
                {argument.name.begin});
  }

  void inline_fragment(const language::selection& x, const types::type* parent,
                       const types::field* around) {
    if (!x.directives.empty())
      check_directives(ctx_, *uses_, x.directives, "INLINE_FRAGMENT", around);
    const auto* on = parent;
    if (!x.type_condition.text.empty()) {
      on = condition(x.type_condition, nullptr);
      if (on != nullptr && parent != nullptr && !overlap(*on, *parent))
        ctx_.report(rule::possible_fragment_spreads,
                    "Fragment cannot be spread here as objects of type "
                      + quote(parent->name) + " can never be of type "
                      + quote(on->name) + ".",
                    {x.at.begin});
    }
    selections(x.selections, on, around);
  }

  void spread(const language::selection& x, const types::type* parent,
              const types::field* around) {
    if (!x.directives.empty())
      check_directives(ctx_, *uses_, x.directives, "FRAGMENT_SPREAD", around);
    uses_->spreads.push_back(&x);
    const auto* f = ctx_.fragment(x.name.text);
    // FragmentSpreadTargetDefined, §5.5.2.1
    if (f == nullptr)
      return ctx_.report(rule::known_fragment_names,
                         "Unknown fragment " + quote(x.name.text) + ".",
                         {x.name.begin});
    // FragmentSpreadIsPossible, §5.5.2.3
    if (f->on != nullptr && f->on->composite() && parent != nullptr
        && !overlap(*f->on, *parent))
      ctx_.report(rule::possible_fragment_spreads,
                  "Fragment " + quote(x.name.text)
                    + " cannot be spread here as objects of type "
                    + quote(parent->name) + " can never be of type "
                    + quote(f->on->name) + ".",
                  {x.at.begin});
  }

  bool overlap(const types::type& a, const types::type& b) const {
    if (&a == &b)
      return true;
    if (!a.abstract())
      return b.abstract() && ctx_.schema.possible(b, a);
    if (!b.abstract())
      return ctx_.schema.possible(a, b);
    return std::ranges::any_of(
      a.possible(), [&](const auto* x) { return ctx_.schema.possible(b, *x); });
  }

  context& ctx_;
  definition_uses* uses_ = nullptr;
  std::deque<types::type_ref> references_;
};

} // namespace

void check_selections(context& ctx) {
  walker{ctx}.run();
}

const types::type* check_type_name(context& ctx, const language::name& name,
                                   bool in_sdl) {
  const auto* type = ctx.schema.find(name.text);
  if (type != nullptr || ctx.written_types.contains(name.text)
      || !ctx.wants(rule::known_type_names))
    return type;
  constexpr std::string_view standard[] = {"String", "Int", "Float", "Boolean",
                                           "ID"};
  std::vector<std::string_view> names;
  for (const auto* x : ctx.schema.types())
    names.push_back(x->name);
  for (const auto& x : ctx.written_types)
    names.push_back(x.name);
  if (in_sdl) {
    if (std::ranges::find(standard, name.text) != std::end(standard))
      return nullptr;
    names.insert(names.end(), std::begin(standard), std::end(standard));
  }
  std::ranges::sort(names);
  auto same = std::unique(names.begin(), names.end());
  names.erase(same, names.end());
  ctx.report(rule::known_type_names,
             "Unknown type " + quote(name.text) + "." + hint(name.text, names),
             {name.begin});
  return nullptr;
}

} // namespace troupe::graphql::validation
