#include "graphql/validation/rules/context.hpp"

#include <unordered_map>
#include <unordered_set>

/// The rules of the working draft on incremental delivery, for schemas that
/// have @defer and @stream.
namespace troupe::graphql::validation {

namespace {

using language::operation_kind;

bool delivers_later(const language::directive& x) noexcept {
  return x.name.text == "defer" || x.name.text == "stream";
}

bool switched_off(const language::directive& x) noexcept {
  for (const auto& a : x.arguments)
    if (a.name.text == "if")
      return a.value.text == "false"
             && a.value.kind == language::value_kind::boolean;
  return false;
}

class checker {
public:
  explicit checker(context& ctx) : ctx_(ctx) {
    // nop
  }

  void run() {
    for (const auto& entry : ctx_.operations) {
      const auto* x = entry.node;
      const auto* type = ctx_.schema.root(x->kind);
      if (type != nullptr && x->kind != operation_kind::query)
        root(x->kind, *type, x->selections);
      if (type != nullptr)
        fields(*type, x->selections);
    }
    for (const auto& x : ctx_.fragments)
      if (x.on != nullptr)
        fields(*x.on, x.node->selections);
  }

private:
  // DeferStreamDirectiveOnRootField
  void root(operation_kind kind, const types::type& type,
            const language::selection_set& set) {
    for (const auto& x : set.items) {
      for (const auto& d : x.directives)
        if (delivers_later(d) && !switched_off(d))
          ctx_.report(
            rule::defer_stream_directive_on_root_field,
            std::string{d.name.text == "defer" ? "Defer" : "Stream"}
              + " directive cannot be used on root "
              + (kind == operation_kind::mutation ? "mutation" : "subscription")
              + " type " + quote(type.name) + ".",
            {d.at.begin});
      if (x.kind == language::selection_kind::inline_fragment)
        root(kind, type, x.selections);
      else if (x.kind == language::selection_kind::fragment_spread)
        if (auto* f = ctx_.fragment(x.name.text);
            f != nullptr && seen_.insert(f).second)
          root(kind, type, f->node->selections);
    }
  }

  // StreamDirectiveOnListField, DeferStreamDirectiveLabel
  void fields(const types::type& parent, const language::selection_set& set) {
    for (const auto& x : set.items) {
      for (const auto& d : x.directives)
        if (delivers_later(d))
          label(d);
      if (x.kind == language::selection_kind::field) {
        const auto* definition = parent.composite()
                                   ? ctx_.schema.find_field(parent, x.name.text)
                                   : nullptr;
        if (definition == nullptr)
          continue;
        stream(parent, x, *definition);
        fields(definition->type->core(), x.selections);
      } else if (x.kind == language::selection_kind::inline_fragment) {
        const auto* type = x.type_condition.text.empty()
                             ? &parent
                             : ctx_.schema.find(x.type_condition.text);
        if (type != nullptr)
          fields(*type, x.selections);
      }
    }
  }

  void stream(const types::type& parent, const language::selection& x,
              const types::field& definition) {
    for (const auto& d : x.directives)
      if (d.name.text == "stream" && !definition.type->nullable().list())
        ctx_.report(rule::stream_directive_on_list_field,
                    "Directive \"@stream\" cannot be used on non-list field \""
                      + std::string{parent.name} + "."
                      + std::string{definition.name} + "\".",
                    {d.at.begin});
  }

  void label(const language::directive& d) {
    for (const auto& a : d.arguments) {
      if (a.name.text != "label" || a.value.kind == language::value_kind::null)
        continue;
      if (a.value.kind != language::value_kind::string) {
        ctx_.report(rule::defer_stream_directive_label,
                    "Argument \"@" + std::string{d.name.text}
                      + "(label:)\" must be a static string.",
                    {d.at.begin});
        continue;
      }
      auto [known, fresh] = labels_.emplace(a.value.text, d.at.begin);
      if (!fresh)
        ctx_.report(rule::defer_stream_directive_label,
                    "Value for arguments \"defer(label:)\" and "
                    "\"stream(label:)\" must be unique across all "
                    "Defer/Stream directive usages.",
                    {known->second, d.at.begin});
    }
  }

  context& ctx_;
  std::unordered_set<const void*> seen_;
  std::unordered_map<std::string_view, uint32_t> labels_;
};

} // namespace

void check_incremental(context& ctx) {
  if (ctx.schema.find_directive("defer") != nullptr
      && ctx.document.text().find('@') != std::string_view::npos)
    checker{ctx}.run();
}

} // namespace troupe::graphql::validation
