#include "graphql/validation/rules/context.hpp"

#include <algorithm>

namespace troupe::graphql::validation {

namespace {

/// The lists by which one type leads to others.
bool leads_on(std::string_view name) noexcept {
  return name == "fields" || name == "interfaces" || name == "possibleTypes"
         || name == "inputFields";
}

bool introspects(const language::selection& x) noexcept {
  return x.kind == language::selection_kind::field
         && (x.name.text == "__schema" || x.name.text == "__type");
}

/// Measures how deep lists of introspection nest. A response grows with the
/// power of that.
class list_depth {
public:
  explicit list_depth(context& ctx) : ctx_(ctx), depth_(ctx.fragments.size()) {
    // nop
  }

  void run() {
    if (!std::ranges::any_of(
          ctx_.operations,
          [&](const auto& x) { return mentions(x.node->selections); })
        && !std::ranges::any_of(ctx_.fragments, [&](const auto& x) {
             return mentions(x.node->selections);
           }))
      return;
    measure_fragments();
    for (const auto& x : ctx_.operations)
      report(x.node->selections);
    for (const auto& x : ctx_.fragments)
      report(x.node->selections);
  }

private:
  static bool mentions(const language::selection_set& set) {
    return std::ranges::any_of(set.items, [&](const auto& x) {
      return introspects(x) || mentions(x.selections);
    });
  }

  /// Fragments first that others spread, with a stack of its own: chains may be
  /// long. Inside a cycle the way back counts for nothing.
  void measure_fragments() {
    std::vector<bool> seen(depth_.size());
    std::vector<std::pair<uint32_t, size_t>> stack;
    for (uint32_t i = 0; i < depth_.size(); ++i) {
      if (!seen[i])
        stack.push_back({i, 0});
      seen[i] = true;
      while (!stack.empty()) {
        auto& [at, next] = stack.back();
        const auto& spreads = ctx_.fragments[at].uses.spreads;
        if (next == spreads.size()) {
          depth_[at] = of(ctx_.fragments[at].node->selections);
          stack.pop_back();
          continue;
        }
        const auto* to = ctx_.fragment_by_name.find(spreads[next++]->name.text);
        if (to == nullptr || seen[*to])
          continue;
        seen[*to] = true;
        stack.push_back({*to, 0});
      }
    }
  }

  size_t of(const language::selection_set& set) const {
    size_t out = 0;
    for (const auto& x : set.items) {
      if (x.kind == language::selection_kind::fragment_spread) {
        const auto* f = ctx_.fragment_by_name.find(x.name.text);
        out = std::max(out, f == nullptr ? 0 : depth_[*f]);
        continue;
      }
      bool list =
        x.kind == language::selection_kind::field && leads_on(x.name.text);
      out = std::max(out, of(x.selections) + (list ? 1 : 0));
    }
    return out;
  }

  void report(const language::selection_set& set) {
    constexpr size_t most = 3;
    for (const auto& x : set.items)
      if (introspects(x) && of(x.selections) >= most)
        ctx_.report(rule::max_introspection_depth,
                    "Maximum introspection depth exceeded", {x.at.begin});
      else
        report(x.selections);
  }

  context& ctx_;
  std::vector<size_t> depth_;
};

} // namespace

void check_introspection_depth(context& ctx) {
  if (ctx.wants(rule::max_introspection_depth))
    list_depth{ctx}.run();
}

} // namespace troupe::graphql::validation
