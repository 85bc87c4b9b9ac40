#include "graphql/validation/rules/context.hpp"

#include <unordered_map>
#include <unordered_set>
#include <vector>

/// The rules of the working draft on incremental delivery, for schemas that
/// have @defer and @stream.
namespace troupe::graphql::validation {

namespace {

using language::operation_kind;

bool delivers_later(const language::directive& x) noexcept {
  return x.name.text == "defer" || x.name.text == "stream";
}

/// Returns whether the directive says that it may be off.
bool may_be_off(const language::directive& x) noexcept {
  for (const auto& a : x.arguments)
    if (a.name.text == "if")
      return a.value.kind == language::value_kind::variable
             || (a.value.kind == language::value_kind::boolean
                 && a.value.text == "false");
  return false;
}

std::string title(const language::directive& x) {
  return x.name.text == "defer" ? "Defer" : "Stream";
}

class checker {
public:
  explicit checker(context& ctx) : ctx_(ctx) {
    // nop
  }

  void run() {
    find_subscribed();
    for (const auto& x : ctx_.operations) {
      subscribed_ = x.node->kind == operation_kind::subscription;
      fields(ctx_.schema.root(x.node->kind), x.node->selections);
    }
    for (const auto& x : ctx_.fragments) {
      subscribed_ = fragments_.contains(x.node->name.text);
      fields(x.on, x.node->selections);
    }
  }

private:
  /// Finds the fragments that a subscription leads to.
  void find_subscribed() {
    std::vector<const definition_uses*> open;
    for (const auto& x : ctx_.operations)
      if (x.node->kind == operation_kind::subscription)
        open.push_back(&x.uses);
    while (!open.empty()) {
      const auto& uses = *open.back();
      open.pop_back();
      for (const auto* spread : uses.spreads)
        if (fragments_.insert(spread->name.text).second)
          if (const auto* f = ctx_.fragment(spread->name.text))
            open.push_back(&f->uses);
    }
  }

  /// `parent` is the type that is selected from, null if unknown.
  void fields(const types::type* parent, const language::selection_set& set) {
    for (const auto& x : set.items) {
      const auto* inner = parent;
      const types::field* definition = nullptr;
      if (x.kind == language::selection_kind::field) {
        if (parent != nullptr && parent->composite())
          definition = ctx_.schema.find_field(*parent, x.name.text);
        inner = definition == nullptr ? nullptr : &definition->type->core();
      } else if (!x.type_condition.text.empty()) {
        inner = ctx_.schema.find(x.type_condition.text);
      }
      for (const auto& d : x.directives)
        if (delivers_later(d))
          use(d, parent, definition);
      fields(inner, x.selections);
    }
  }

  void use(const language::directive& d, const types::type* parent,
           const types::field* definition) {
    label(d);
    if (parent != nullptr)
      root_field(d, *parent);
    if (subscribed_ && !may_be_off(d))
      ctx_.report(rule::defer_stream_directive_on_valid_operations,
                  title(d)
                    + " directive not supported on subscription operations. "
                      "Disable `@"
                    + std::string{d.name.text}
                    + "` by setting the `if` argument to `false`.",
                  {d.at.begin});
    if (d.name.text == "stream" && definition != nullptr
        && !definition->type->nullable().list())
      ctx_.report(rule::stream_directive_on_list_field,
                  "Directive \"@stream\" cannot be used on non-list field \""
                    + std::string{parent->name} + "."
                    + std::string{definition->name} + "\".",
                  {d.at.begin});
  }

  void root_field(const language::directive& d, const types::type& parent) {
    for (auto kind : {operation_kind::mutation, operation_kind::subscription})
      if (&parent == ctx_.schema.root(kind))
        ctx_.report(
          rule::defer_stream_directive_on_root_field,
          title(d) + " directive cannot be used on root "
            + (kind == operation_kind::mutation ? "mutation" : "subscription")
            + " type " + quote(parent.name) + ".",
          {d.at.begin});
  }

  void label(const language::directive& d) {
    for (const auto& a : d.arguments) {
      if (a.name.text != "label")
        continue;
      if (a.value.kind != language::value_kind::string)
        return ctx_.report(rule::defer_stream_directive_label,
                           "Argument \"@" + std::string{d.name.text}
                             + "(label:)\" must be a static string.",
                           {d.at.begin});
      auto [known, fresh] = labels_.emplace(a.value.text, d.at.begin);
      if (!fresh)
        ctx_.report(rule::defer_stream_directive_label,
                    "Value for arguments \"defer(label:)\" and "
                    "\"stream(label:)\" must be unique across all "
                    "Defer/Stream directive usages.",
                    {known->second, d.at.begin});
      return;
    }
  }

  context& ctx_;
  std::unordered_set<std::string_view> fragments_;
  std::unordered_map<std::string_view, uint32_t> labels_;
  bool subscribed_ = false;
};

} // namespace

void check_incremental(context& ctx) {
  if (ctx.schema.find_directive("defer") != nullptr
      && ctx.document.text().find('@') != std::string_view::npos)
    checker{ctx}.run();
}

} // namespace troupe::graphql::validation
