#include "graphql/validation/rules/context.hpp"

#include <unordered_map>

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
    ctx.report("The " + what + " definition is not executable.", {at});
  }
}

// UniqueOperationNames, §5.2.1.1; LoneAnonymousOperation, §5.2.2.1
void operation_names(context& ctx) {
  std::unordered_map<std::string_view, uint32_t> seen;
  for (const auto* x : ctx.operations) {
    if (x->name.text.empty()) {
      if (ctx.operations.size() > 1)
        ctx.report("This anonymous operation must be the only defined "
                   "operation.",
                   {x->at.begin});
      continue;
    }
    auto [i, fresh] = seen.emplace(x->name.text, x->name.begin);
    if (!fresh)
      ctx.report("There can be only one operation named " + quote(x->name.text)
                   + ".",
                 {i->second, x->name.begin});
  }
}

void count_root_fields(const context& ctx,
                       const language::selection_set& selections,
                       std::vector<const language::selection*>& out,
                       size_t depth) {
  if (depth > ctx.fragments.size() + 1)
    return;
  for (const auto& x : selections.items) {
    if (x.kind == language::selection_kind::field) {
      bool known = false;
      for (const auto* y : out)
        known = known || y->response_key() == x.response_key();
      if (!known)
        out.push_back(&x);
    } else if (x.kind == language::selection_kind::inline_fragment) {
      count_root_fields(ctx, x.selections, out, depth);
    } else if (const auto* f = ctx.fragment(x.name.text)) {
      count_root_fields(ctx, f->selections, out, depth + 1);
    }
    if (out.size() > 64)
      return;
  }
}

// SingleFieldSubscriptions, §5.2.3.1
void single_field_subscriptions(context& ctx) {
  for (const auto* x : ctx.operations) {
    if (x->kind != language::operation_kind::subscription)
      continue;
    std::vector<const language::selection*> fields;
    count_root_fields(ctx, x->selections, fields, 0);
    auto subject = x->name.text.empty() ? std::string{"Anonymous Subscription"}
                                        : "Subscription " + quote(x->name.text);
    if (fields.size() > 1) {
      std::vector<uint32_t> at;
      for (size_t i = 1; i < fields.size(); ++i)
        at.push_back(fields[i]->at.begin);
      ctx.report(subject + " must select only one top level field.", at);
    }
    for (const auto* f : fields)
      if (f->name.text.starts_with("__"))
        ctx.report(subject
                     + " must not select an introspection top level field.",
                   {f->at.begin});
  }
}

} // namespace

void check_definitions(context& ctx) {
  executable(ctx);
  operation_names(ctx);
  single_field_subscriptions(ctx);
}

} // namespace troupe::graphql::validation
