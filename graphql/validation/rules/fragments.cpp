#include "graphql/validation/rules/context.hpp"

#include <unordered_map>
#include <unordered_set>

namespace troupe::graphql::validation {

namespace {

// UniqueFragmentNames, §5.5.1.1
void unique_names(context& ctx) {
  std::unordered_map<std::string_view, uint32_t> seen;
  for (const auto* x : ctx.fragments) {
    auto [i, fresh] = seen.emplace(x->name.text, x->name.begin);
    if (!fresh)
      ctx.report("There can be only one fragment named " + quote(x->name.text)
                   + ".",
                 {i->second, x->name.begin});
  }
}

// NoUnusedFragments, §5.5.1.4
void unused(context& ctx) {
  std::unordered_set<std::string_view> reached;
  std::vector<const void*> open;
  for (const auto* x : ctx.operations)
    open.push_back(x);
  while (!open.empty()) {
    const auto* at = open.back();
    open.pop_back();
    for (const auto* spread : ctx.uses[at].spreads) {
      const auto* f = ctx.fragment(spread->name.text);
      if (f != nullptr && reached.insert(spread->name.text).second)
        open.push_back(f);
    }
  }
  for (const auto* x : ctx.fragments)
    if (!reached.contains(x->name.text))
      ctx.report("Fragment " + quote(x->name.text) + " is never used.",
                 {x->at.begin});
}

/// Depth-first search with a stack of its own: chains may be long.
class cycle_finder {
public:
  explicit cycle_finder(context& ctx) : ctx_(ctx) {
    // nop
  }

  // NoFragmentCycles, §5.5.2.2
  void run() {
    for (const auto* x : ctx_.fragments)
      if (!done_.contains(x->name.text))
        search(x);
  }

private:
  struct frame {
    const language::fragment_definition* fragment;
    size_t next = 0;
  };

  void search(const language::fragment_definition* from) {
    path_.push_back({from});
    on_path_[from->name.text] = 0;
    while (!path_.empty()) {
      auto& top = path_.back();
      const auto& spreads = ctx_.uses[top.fragment].spreads;
      if (top.next == spreads.size()) {
        done_.insert(top.fragment->name.text);
        on_path_.erase(top.fragment->name.text);
        path_.pop_back();
        continue;
      }
      const auto* spread = spreads[top.next++];
      const auto* next = ctx_.fragment(spread->name.text);
      if (next == nullptr || done_.contains(next->name.text))
        continue;
      auto seen = on_path_.find(next->name.text);
      if (seen != on_path_.end()) {
        report(seen->second, spread);
        continue;
      }
      on_path_[next->name.text] = path_.size();
      path_.push_back({next});
    }
  }

  void report(size_t first, const language::selection* closing) {
    ctx_.fragment_cycle = true;
    std::string via;
    std::vector<uint32_t> at;
    for (size_t i = first; i < path_.size(); ++i) {
      const auto& x = path_[i];
      at.push_back(ctx_.uses[x.fragment].spreads[x.next - 1]->at.begin);
      if (i > first)
        via += (via.empty() ? "" : ", ") + quote(x.fragment->name.text);
    }
    ctx_.report("Cannot spread fragment " + quote(closing->name.text)
                  + " within itself" + (via.empty() ? "" : " via " + via) + ".",
                at);
  }

  context& ctx_;
  std::vector<frame> path_;
  std::unordered_map<std::string_view, size_t> on_path_;
  std::unordered_set<std::string_view> done_;
};

} // namespace

void check_fragments(context& ctx) {
  unique_names(ctx);
  unused(ctx);
  cycle_finder{ctx}.run();
}

} // namespace troupe::graphql::validation
