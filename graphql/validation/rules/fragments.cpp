#include "graphql/validation/rules/context.hpp"

namespace troupe::graphql::validation {

namespace {

// FragmentNameUniqueness, §5.5.1.1
void unique_names(context& ctx) {
  name_table<uint32_t> seen;
  for (const auto& x : ctx.fragments) {
    auto [first, fresh] = seen.insert(x.node->name.text, x.node->name.begin);
    if (!fresh)
      ctx.report(rule::unique_fragment_names,
                 "There can be only one fragment named "
                   + quote(x.node->name.text) + ".",
                 {*first, x.node->name.begin});
  }
}

// FragmentsMustBeUsed, §5.5.1.4
void unused(context& ctx) {
  std::vector<bool> reached(ctx.fragments.size());
  std::vector<const definition_uses*> open;
  for (const auto& x : ctx.operations)
    open.push_back(&x.uses);
  while (!open.empty()) {
    const auto& uses = *open.back();
    open.pop_back();
    for (const auto* spread : uses.spreads) {
      const auto* number = ctx.fragment_by_name.find(spread->name.text);
      if (number == nullptr || reached[*number])
        continue;
      reached[*number] = true;
      open.push_back(&ctx.fragments[*number].uses);
    }
  }
  for (const auto& x : ctx.fragments)
    if (!reached[*ctx.fragment_by_name.find(x.node->name.text)])
      ctx.report(rule::no_unused_fragments,
                 "Fragment " + quote(x.node->name.text) + " is never used.",
                 {x.node->at.begin});
}

/// Depth-first search with a stack of its own: chains may be long.
class cycle_finder {
public:
  explicit cycle_finder(context& ctx)
    : ctx_(ctx),
      visited_(ctx.fragments.size()),
      on_path_(ctx.fragments.size(), none) {
    // nop
  }

  // FragmentSpreadsMustNotFormCycles, §5.5.2.2
  void run() {
    for (uint32_t i = 0; i < ctx_.fragments.size(); ++i)
      search(i);
  }

private:
  static constexpr size_t none = SIZE_MAX;

  struct frame {
    uint32_t fragment; ///< of those with one name the one that is looked at
    size_t next = 0;
  };

  void search(uint32_t from) {
    enter(from);
    while (!path_.empty() && !ctx_.aborted) {
      auto& top = path_.back();
      const auto& spreads = ctx_.fragments[top.fragment].uses.spreads;
      if (top.next == spreads.size()) {
        on_path_[number(top.fragment)] = none;
        path_.pop_back();
        continue;
      }
      const auto* spread = spreads[top.next++];
      const auto* next = ctx_.fragment_by_name.find(spread->name.text);
      if (next == nullptr)
        continue;
      if (on_path_[*next] != none)
        report(on_path_[*next], *spread);
      else
        enter(*next);
    }
  }

  /// Returns what stands for all fragments of one name.
  uint32_t number(uint32_t fragment) const {
    return *ctx_.fragment_by_name.find(
      ctx_.fragments[fragment].node->name.text);
  }

  void enter(uint32_t fragment) {
    auto n = number(fragment);
    if (visited_[n])
      return;
    visited_[n] = true;
    on_path_[n] = path_.size();
    path_.push_back({fragment});
  }

  void report(size_t first, const language::selection& closing) {
    std::string via;
    std::vector<uint32_t> at;
    for (size_t i = first; i < path_.size(); ++i) {
      const auto& x = path_[i];
      const auto& from = ctx_.fragments[x.fragment];
      at.push_back(from.uses.spreads[x.next - 1]->at.begin);
      if (i > first)
        via += (via.empty() ? "" : ", ") + quote(from.node->name.text);
    }
    ctx_.report(rule::no_fragment_cycles,
                "Cannot spread fragment " + quote(closing.name.text)
                  + " within itself" + (via.empty() ? "" : " via " + via) + ".",
                at);
  }

  context& ctx_;
  std::vector<frame> path_;
  std::vector<bool> visited_;
  std::vector<size_t> on_path_;
};

} // namespace

void check_fragments(context& ctx) {
  if (ctx.fragments.empty())
    return;
  unique_names(ctx);
  unused(ctx);
  cycle_finder{ctx}.run();
}

} // namespace troupe::graphql::validation
