#include "graphql/validation/rules/context.hpp"

namespace troupe::graphql::validation {

namespace {

// ExecutableDefinitions, §5.1.1
void executable(context& ctx) {
  for (const auto& x : ctx.document.definitions) {
    std::string what;
    uint32_t at = 0;
    if (x.schema != nullptr) {
      what = "schema";
      at = x.schema->at.begin;
    } else if (x.type != nullptr) {
      what = quote(x.type->name.text);
      at = x.type->at.begin;
    } else if (x.directive != nullptr) {
      what = quote(x.directive->name.text);
      at = x.directive->at.begin;
    } else {
      continue;
    }
    ctx.report(rule::executable_definitions,
               "The " + what + " definition is not executable.", {at});
  }
}

// OperationTypeExistence, §5.2.1.1
void operation_types(context& ctx) {
  constexpr std::string_view words[] = {"query", "mutation", "subscription"};
  for (const auto& x : ctx.operations)
    if (ctx.schema.root(x.node->kind) == nullptr)
      ctx.report(rule::known_operation_types,
                 "Schema is not configured to execute "
                   + std::string{words[static_cast<size_t>(x.node->kind)]}
                   + " operation.",
                 {x.node->at.begin});
}

// OperationNameUniqueness, §5.2.2.1; LoneAnonymousOperation, §5.2.3.1
void operation_names(context& ctx) {
  if (ctx.operations.size() < 2)
    return;
  name_table<uint32_t> seen;
  for (const auto& x : ctx.operations) {
    const auto& name = x.node->name;
    if (name.text.empty()) {
      ctx.report(rule::lone_anonymous_operation,
                 "This anonymous operation must be the only defined operation.",
                 {x.node->at.begin});
      continue;
    }
    auto [first, fresh] = seen.insert(name.text, name.begin);
    if (!fresh)
      ctx.report(rule::unique_operation_names,
                 "There can be only one operation named " + quote(name.text)
                   + ".",
                 {*first, name.begin});
  }
}

} // namespace

void check_definitions(context& ctx) {
  executable(ctx);
  operation_types(ctx);
  operation_names(ctx);
}

} // namespace troupe::graphql::validation
