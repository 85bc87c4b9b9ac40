#include "graphql/types/sdl_specs.hpp"
#include "graphql/validation/rules/context.hpp"

namespace troupe::graphql::validation {

namespace {

const language::name& core_name(const language::type_reference& x) {
  const auto* at = &x;
  while (at->inner != nullptr)
    at = at->inner;
  return at->name;
}

/// AreTypesCompatible, §5.8.5
bool compatible(const language::type_reference& variable,
                const types::type_ref& place) {
  using language::type_kind;
  if (place.kind == type_kind::non_null)
    return variable.kind == type_kind::non_null
           && compatible(*variable.inner, *place.inner);
  if (variable.kind == type_kind::non_null)
    return compatible(*variable.inner, place);
  if (place.kind == type_kind::list || variable.kind == type_kind::list)
    return place.kind == variable.kind
           && compatible(*variable.inner, *place.inner);
  return variable.name.text == place.named()->name;
}

/// IsVariableUsageAllowed, §5.8.5
bool allowed(const language::variable_definition& v, const variable_use& use) {
  if (!use.expected->non_null()
      || v.type->kind == language::type_kind::non_null)
    return compatible(*v.type, *use.expected);
  bool defaulted = v.default_value != nullptr
                   && v.default_value->kind != language::value_kind::null;
  return (defaulted || use.has_default)
         && compatible(*v.type, *use.expected->inner);
}

class operation_checker {
public:
  operation_checker(context& ctx, operation_entry& x, uint32_t number)
    : ctx_(ctx), entry_(x), operation_(*x.node), number_(number) {
    // nop
  }

  void run() {
    for (const auto& v : operation_.variables)
      define(v);
    unique_names();
    walk();
    for (const auto& v : operation_.variables)
      if (!known_.find(v.name.text)->used)
        unused(v);
  }

private:
  struct variable {
    const language::variable_definition* node; ///< of one name the last
    bool input = false;                        ///< its type is an input type
    bool used = false;
  };

  void define(const language::variable_definition& v) {
    const auto* type = ctx_.schema.find(core_name(*v.type).text);
    bool input = type != nullptr;
    auto* x = known_.insert(v.name.text, {&v, input}).first;
    x->node = &v;
    x->input = input;
  }

  // VariableUniqueness, §5.8.1
  void unique_names() {
    if (known_.size() == operation_.variables.size())
      return;
    name_table<std::vector<uint32_t>> places;
    for (const auto& v : operation_.variables)
      places.insert(v.name.text, {}).first->push_back(v.name.begin);
    for (const auto& [name, at] : places)
      if (at.size() > 1)
        ctx_.report(rule::unique_variable_names,
                    "There can be only one variable named \"$"
                      + std::string{name} + "\".",
                    at);
  }

  // AllVariablesUsed, §5.8.4
  void unused(const language::variable_definition& v) {
    ctx_.report(rule::no_unused_variables,
                "Variable \"$" + std::string{v.name.text} + "\" is never used"
                  + (operation_.name.text.empty()
                       ? std::string{}
                       : " in operation " + quote(operation_.name.text))
                  + ".",
                {v.at.begin});
  }

  /// Looks at the uses of the operation and of all fragments it reaches.
  void walk() {
    std::vector<const definition_uses*> open{&entry_.uses};
    while (!open.empty() && !ctx_.aborted) {
      const auto& uses = *open.back();
      open.pop_back();
      for (const auto& use : uses.variables)
        check(use);
      for (const auto* spread : uses.spreads) {
        auto* f = ctx_.fragment(spread->name.text);
        if (f == nullptr || f->reached_by == number_)
          continue;
        f->reached_by = number_;
        open.push_back(&f->uses);
      }
    }
  }

  void check(const variable_use& use) {
    auto* found = known_.find(use.name);
    if (found == nullptr)
      return undefined(use);
    found->used = true;
    if (use.expected == nullptr || !found->input)
      return;
    // AllVariableUsagesAreAllowed, §5.8.5
    const auto& v = *found->node;
    if (!allowed(v, use))
      ctx_.report(rule::variables_in_allowed_position,
                  "Variable \"$" + std::string{use.name} + "\" of type "
                    + quote(types::notation(*v.type))
                    + " used in position expecting type "
                    + quote(types::to_string(*use.expected)) + ".",
                  {v.at.begin, use.at});
    if (use.parent != nullptr && use.parent->one_of
        && v.type->kind != language::type_kind::non_null)
      ctx_.report(rule::variables_in_allowed_position,
                  "Variable \"$" + std::string{use.name} + "\" is of type "
                    + quote(types::notation(*v.type))
                    + " but must be non-nullable to be used for OneOf Input "
                      "Object "
                    + quote(use.parent->name) + ".",
                  {v.at.begin, use.at});
  }

  // AllVariableUsesDefined, §5.8.3
  void undefined(const variable_use& use) {
    ctx_.report(rule::no_undefined_variables,
                "Variable \"$" + std::string{use.name} + "\" is not defined"
                  + (operation_.name.text.empty()
                       ? std::string{}
                       : " by operation " + quote(operation_.name.text))
                  + ".",
                {use.at, operation_.at.begin});
  }

  context& ctx_;
  operation_entry& entry_;
  const language::operation_definition& operation_;
  uint32_t number_;
  name_table<variable> known_;
};

} // namespace

void check_variables(context& ctx) {
  uint32_t number = 0;
  for (auto& x : ctx.operations)
    operation_checker{ctx, x, ++number}.run();
}

} // namespace troupe::graphql::validation
