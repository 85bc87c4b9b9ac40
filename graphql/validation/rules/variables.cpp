#include "base/suggestions.hpp"
#include "graphql/validation/rules/context.hpp"

#include <unordered_map>
#include <unordered_set>

namespace troupe::graphql::validation {

namespace {

const language::name& core_name(const language::type_reference& x) {
  const auto* at = &x;
  while (at->inner != nullptr)
    at = at->inner;
  return at->name;
}

std::string notation(const language::type_reference& x) {
  if (x.kind == language::type_kind::named)
    return std::string{x.name.text};
  return x.kind == language::type_kind::list ? "[" + notation(*x.inner) + "]"
                                             : notation(*x.inner) + "!";
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
  return variable.name.text == place.named->name;
}

class operation_checker {
public:
  operation_checker(context& ctx, const language::operation_definition& x)
    : ctx_(ctx), operation_(x) {
    // nop
  }

  void run() {
    definitions();
    collect();
    for (const auto& use : uses_)
      check(use);
    // NoUnusedVariables, §5.8.4
    for (const auto& v : operation_.variables)
      if (!used_.contains(v.name.text))
        ctx_.report("Variable \"$" + std::string{v.name.text}
                      + "\" is never used"
                      + (operation_.name.text.empty()
                           ? std::string{}
                           : " in operation " + quote(operation_.name.text))
                      + ".",
                    {v.at.begin});
  }

private:
  void definitions() {
    for (const auto& v : operation_.variables) {
      auto [i, fresh] = known_.emplace(v.name.text, &v);
      // UniqueVariableNames, §5.8.1
      if (!fresh)
        ctx_.report("There can be only one variable named \"$"
                      + std::string{v.name.text} + "\".",
                    {i->second->name.begin, v.name.begin});
      const auto& name = core_name(*v.type);
      const auto* type = ctx_.schema.find(name.text);
      if (type == nullptr) {
        std::vector<std::string_view> names;
        for (const auto* x : ctx_.schema.types())
          names.push_back(x->name);
        ctx_.report("Unknown type " + quote(name.text) + "."
                      + did_you_mean(suggestions(name.text, names)),
                    {name.begin});
      } else if (!type->input()) {
        // VariablesAreInputTypes, §5.8.2
        ctx_.report("Variable \"$" + std::string{v.name.text}
                      + "\" cannot be non-input type "
                      + quote(notation(*v.type)) + ".",
                    {v.type->at.begin});
      }
    }
  }

  /// Gathers the uses of the operation and of all fragments it reaches.
  void collect() {
    std::unordered_set<std::string_view> reached;
    std::vector<const void*> open{&operation_};
    while (!open.empty()) {
      const auto& at = ctx_.uses[open.back()];
      open.pop_back();
      uses_.insert(uses_.end(), at.variables.begin(), at.variables.end());
      for (const auto* spread : at.spreads) {
        const auto* f = ctx_.fragment(spread->name.text);
        if (f != nullptr && reached.insert(spread->name.text).second)
          open.push_back(f);
      }
    }
  }

  void check(const variable_use& use) {
    used_.insert(use.name);
    auto i = known_.find(use.name);
    // NoUndefinedVariables, §5.8.3
    if (i == known_.end())
      return ctx_.report(
        "Variable \"$" + std::string{use.name} + "\" is not defined"
          + (operation_.name.text.empty()
               ? std::string{}
               : " by operation " + quote(operation_.name.text))
          + ".",
        {use.at, operation_.at.begin});
    const auto& v = *i->second;
    const auto* type = ctx_.schema.find(core_name(*v.type).text);
    if (use.expected == nullptr || type == nullptr || !type->input())
      return;
    // VariablesInAllowedPosition, §5.8.5
    if (use.in_one_of && v.type->kind != language::type_kind::non_null)
      return ctx_.report("Variable \"$" + std::string{use.name}
                           + "\" is of type " + quote(notation(*v.type))
                           + " but must be non-nullable to be used for OneOf "
                             "Input Object.",
                         {v.at.begin, use.at});
    bool fits = compatible(*v.type, *use.expected);
    if (!fits && use.expected->non_null()
        && v.type->kind != language::type_kind::non_null) {
      bool default_helps =
        v.default_value != nullptr
        && v.default_value->kind != language::value_kind::null;
      fits = (default_helps || use.has_default)
             && compatible(*v.type, *use.expected->inner);
    }
    if (!fits)
      ctx_.report("Variable \"$" + std::string{use.name} + "\" of type "
                    + quote(notation(*v.type))
                    + " used in position expecting type "
                    + quote(types::to_string(*use.expected)) + ".",
                  {v.at.begin, use.at});
  }

  context& ctx_;
  const language::operation_definition& operation_;
  std::unordered_map<std::string_view, const language::variable_definition*>
    known_;
  std::vector<variable_use> uses_;
  std::unordered_set<std::string_view> used_;
};

} // namespace

void check_variables(context& ctx) {
  for (const auto* x : ctx.operations)
    operation_checker{ctx, *x}.run();
}

} // namespace troupe::graphql::validation
