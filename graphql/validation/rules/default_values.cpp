#include "graphql/validation/rules/context.hpp"
#include "graphql/validation/validate_sdl.hpp"

namespace troupe::graphql::validation {

namespace {

class default_checker {
public:
  explicit default_checker(context& ctx) : ctx_(ctx) {
    // nop
  }

  void check(const language::type_definition& x) {
    const auto* type = ctx_.schema.find(x.name.text);
    if (type == nullptr)
      return;
    for (const auto& f : x.fields)
      if (const auto* known = type->find_field(f.name.text))
        for (const auto& a : f.arguments)
          check(a, known->argument(a.name.text));
    for (const auto& f : x.input_fields)
      check(f, type->find_input_field(f.name.text));
  }

  void check(const language::directive_definition& x) {
    if (const auto* known = ctx_.schema.find_directive(x.name.text))
      for (const auto& a : x.arguments)
        check(a, known->argument(a.name.text));
  }

private:
  void check(const language::input_value_definition& x,
             const types::input_value* known) {
    if (x.default_value != nullptr && known != nullptr)
      check_value(ctx_, uses_, *x.default_value, known->type, false);
  }

  context& ctx_;
  definition_uses uses_;
};

} // namespace

std::vector<error> check_default_values(const language::document& sdl,
                                        const types::schema& schema) {
  constexpr size_t most = 1'000;
  context ctx{schema, sdl, {rule::values_of_correct_type}, most};
  default_checker checker{ctx};
  for (const auto& x : sdl.definitions) {
    if (x.type != nullptr)
      checker.check(*x.type);
    if (x.directive != nullptr)
      checker.check(*x.directive);
  }
  return std::move(ctx.errors);
}

} // namespace troupe::graphql::validation
