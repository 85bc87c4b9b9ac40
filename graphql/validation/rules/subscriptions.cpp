#include "graphql/validation/rules/context.hpp"

#include <unordered_set>

namespace troupe::graphql::validation {

namespace {

/// The root fields of one subscription, grouped by response key
/// (CollectSubscriptionFields, §5.2.4.1).
class root_fields {
public:
  using group = std::vector<const language::selection*>;

  root_fields(context& ctx, const types::type& root) : ctx_(ctx), root_(root) {
    // nop
  }

  void collect(const language::selection_set& from) {
    stack_.push_back({from.items, 0});
    while (!stack_.empty()) {
      auto& top = stack_.back();
      if (top.next == top.items.size())
        stack_.pop_back();
      else
        visit(top.items[top.next++]);
    }
  }

  const std::vector<group>& groups() const noexcept {
    return groups_;
  }

  /// Whether a selection at the top depends on @skip or @include.
  bool conditional() const noexcept {
    return conditional_;
  }

private:
  struct level {
    std::span<const language::selection> items;
    size_t next;
  };

  void visit(const language::selection& x) {
    if (!included(x))
      return;
    if (x.kind == language::selection_kind::field) {
      auto [number, fresh] =
        by_key_.insert(x.response_key(), static_cast<uint32_t>(groups_.size()));
      if (fresh)
        groups_.emplace_back();
      groups_[*number].push_back(&x);
    } else if (x.kind == language::selection_kind::inline_fragment) {
      if (x.type_condition.text.empty()
          || applies(ctx_.schema.find(x.type_condition.text)))
        stack_.push_back({x.selections.items, 0});
    } else if (seen_.insert(x.name.text).second) {
      const auto* f = ctx_.fragment(x.name.text);
      if (f != nullptr && applies(f->on))
        stack_.push_back({f->node->selections.items, 0});
    }
  }

  bool included(const language::selection& x) {
    for (const auto& d : x.directives) {
      bool skip = d.name.text == "skip";
      if (!skip && d.name.text != "include")
        continue;
      conditional_ = true;
      for (const auto& a : d.arguments)
        if (a.name.text == "if" && a.value.kind == language::value_kind::boolean
            && (a.value.text == "true") == skip)
          return false;
    }
    return true;
  }

  bool applies(const types::type* on) const {
    return on != nullptr && ctx_.schema.possible(*on, root_);
  }

  context& ctx_;
  const types::type& root_;
  std::vector<level> stack_;
  std::vector<group> groups_;
  name_table<uint32_t> by_key_;
  std::unordered_set<std::string_view> seen_;
  bool conditional_ = false;
};

std::vector<uint32_t> offsets(const root_fields::group& nodes) {
  std::vector<uint32_t> out;
  for (const auto* x : nodes)
    out.push_back(x->at.begin);
  return out;
}

// SingleRootField, §5.2.4.1
void single_field(context& ctx, const language::operation_definition& x) {
  const auto* root = ctx.schema.subscription();
  if (root == nullptr)
    return;
  root_fields found{ctx, *root};
  found.collect(x.selections);
  auto subject = x.name.text.empty() ? std::string{"Anonymous Subscription"}
                                     : "Subscription " + quote(x.name.text);
  const auto& groups = found.groups();
  if (groups.size() > 1) {
    std::vector<uint32_t> extra;
    for (size_t i = 1; i < groups.size(); ++i)
      for (auto at : offsets(groups[i]))
        extra.push_back(at);
    ctx.report(rule::single_field_subscriptions,
               subject + " must select only one top level field.", extra);
  }
  for (const auto& group : groups)
    if (group.front()->name.text.starts_with("__"))
      ctx.report(rule::single_field_subscriptions,
                 subject + " must not select an introspection top level field.",
                 offsets(group));
  if (found.conditional())
    ctx.report(rule::unconditional_subscription_fields,
               subject
                 + " must not use @skip or @include directives in the top "
                   "level selection.",
               {x.at.begin});
}

} // namespace

void check_subscriptions(context& ctx) {
  for (const auto& x : ctx.operations)
    if (x.node->kind == language::operation_kind::subscription)
      single_field(ctx, *x.node);
}

} // namespace troupe::graphql::validation
