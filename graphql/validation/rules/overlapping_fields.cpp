#include "graphql/types/print_schema.hpp"
#include "graphql/validation/rules/context.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

namespace troupe::graphql::validation {

namespace {

/// FieldsInSetCanMerge, §5.3.2.
///
/// Comparing every pair is quadratic. Instead the fields of a merged set are
/// grouped by response key, each group compared against its first member, and
/// the union of the group's sub-selections is looked at once: a set of
/// selection sets that was seen before is not looked at again.
class merger {
public:
  explicit merger(context& ctx) : ctx_(ctx) {
    // nop
  }

  void run() {
    for (const auto* x : ctx_.operations)
      merge({{&x->selections, ctx_.schema.root(x->kind)}}, true, {});
    for (const auto* x : ctx_.fragments)
      merge({{&x->selections, ctx_.schema.find(x->type_condition.text)}}, true,
            {});
  }

private:
  struct set {
    const language::selection_set* selections;
    const types::type* parent;

    auto operator<=>(const set&) const = default;
  };

  struct entry {
    const language::selection* node;
    const types::type* parent;
    const types::field* definition;
  };

  using groups = std::vector<std::pair<std::string_view, std::vector<entry>>>;

  /// `same_parent`: the sets may be of one object, so names and arguments must
  /// agree; otherwise only the shape of the answers.
  void merge(std::vector<set> sets, bool same_parent,
             std::vector<std::string_view> path) {
    std::ranges::sort(sets);
    auto same = std::ranges::unique(sets);
    sets.erase(same.begin(), same.end());
    if (!seen_.emplace(sets, same_parent).second)
      return;
    groups found;
    std::map<std::string_view, size_t> index;
    std::unordered_set<std::string_view> fragments;
    for (const auto& x : sets)
      collect(x, found, index, fragments);
    for (auto& [key, entries] : found)
      if (entries.size() > 1 || !entries.front().node->selections.empty())
        compare(key, entries, same_parent, path);
  }

  void collect(const set& from, groups& out,
               std::map<std::string_view, size_t>& index,
               std::unordered_set<std::string_view>& fragments) {
    for (const auto& x : from.selections->items) {
      if (x.kind == language::selection_kind::field) {
        auto [i, fresh] = index.emplace(x.response_key(), out.size());
        if (fresh)
          out.push_back({x.response_key(), {}});
        const auto* definition =
          from.parent == nullptr
            ? nullptr
            : ctx_.schema.find_field(*from.parent, x.name.text);
        out[i->second].second.push_back({&x, from.parent, definition});
        continue;
      }
      auto inner = from;
      if (x.kind == language::selection_kind::inline_fragment) {
        inner.selections = &x.selections;
        if (!x.type_condition.text.empty())
          inner.parent = ctx_.schema.find(x.type_condition.text);
      } else {
        const auto* f = ctx_.fragment(x.name.text);
        if (f == nullptr || !fragments.insert(x.name.text).second)
          continue;
        inner = {&f->selections, ctx_.schema.find(f->type_condition.text)};
      }
      collect(inner, out, index, fragments);
    }
  }

  void compare(std::string_view key, std::vector<entry>& entries,
               bool same_parent, const std::vector<std::string_view>& path) {
    // The first entry of each concrete parent stands for all others of it.
    std::map<const types::type*, const entry*> first_of;
    for (const auto& x : entries) {
      const auto& first = entries.front();
      auto why = shape_conflict(first, x);
      if (why.empty() && same_parent) {
        bool concrete = x.parent != nullptr && !x.parent->abstract();
        auto& peer = first_of[concrete ? x.parent : nullptr];
        if (peer == nullptr)
          peer = &x;
        why = field_conflict(*peer, x);
        if (!why.empty())
          return report(key, *peer, x, why, path);
        why = across_parents(first_of, x, concrete, key, path);
        if (!why.empty())
          return;
      }
      if (!why.empty())
        return report(key, first, x, why, path);
    }
    descend(key, entries, same_parent, path);
  }

  /// An abstract parent may be any object, so it is compared with all.
  std::string
  across_parents(const std::map<const types::type*, const entry*>& first_of,
                 const entry& x, bool concrete, std::string_view key,
                 const std::vector<std::string_view>& path) {
    for (const auto& [parent, peer] : first_of) {
      if (peer == nullptr || (concrete && parent != nullptr))
        continue;
      auto why = field_conflict(*peer, x);
      if (!why.empty()) {
        report(key, *peer, x, why, path);
        return why;
      }
    }
    return {};
  }

  void descend(std::string_view key, const std::vector<entry>& entries,
               bool same_parent, std::vector<std::string_view> path) {
    // Inside one selection set a conflict is told where it stands; only between
    // merged ones it is told as a conflict of the parents.
    if (entries.size() == 1)
      path.clear();
    else
      path.push_back(key);
    std::map<const types::type*, std::vector<set>> by_parent;
    std::vector<set> all;
    for (const auto& x : entries) {
      if (x.node->selections.empty())
        continue;
      const auto* inner =
        x.definition == nullptr ? nullptr : &x.definition->type->core();
      bool concrete = x.parent != nullptr && !x.parent->abstract();
      by_parent[concrete ? x.parent : nullptr].push_back(
        {&x.node->selections, inner});
      all.push_back({&x.node->selections, inner});
    }
    if (all.empty())
      return;
    if (!same_parent || by_parent.size() == 1)
      return merge(std::move(all), same_parent, std::move(path));
    // Objects of different types never meet: only the shapes must agree.
    auto abstract = by_parent[nullptr];
    for (auto& [parent, sets] : by_parent) {
      if (parent == nullptr)
        continue;
      sets.insert(sets.end(), abstract.begin(), abstract.end());
      merge(std::move(sets), true, path);
    }
    merge(std::move(all), false, std::move(path));
  }

  static std::string field_conflict(const entry& a, const entry& b) {
    if (a.node->name.text != b.node->name.text)
      return quote(a.node->name.text) + " and " + quote(b.node->name.text)
             + " are different fields";
    if (!same_arguments(*a.node, *b.node))
      return "they have differing arguments";
    return {};
  }

  static bool same_arguments(const language::selection& a,
                             const language::selection& b) {
    if (a.arguments.size() != b.arguments.size())
      return false;
    return std::ranges::all_of(a.arguments, [&](const auto& x) {
      return std::ranges::any_of(b.arguments, [&](const auto& y) {
        return x.name.text == y.name.text && same_value(x.value, y.value);
      });
    });
  }

  static bool same_value(const language::value& a, const language::value& b) {
    if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size()
        || a.fields.size() != b.fields.size())
      return false;
    for (size_t i = 0; i < a.items.size(); ++i)
      if (!same_value(a.items[i], b.items[i]))
        return false;
    return std::ranges::all_of(a.fields, [&](const auto& x) {
      return std::ranges::any_of(b.fields, [&](const auto& y) {
        return x.name.text == y.name.text && same_value(x.value, y.value);
      });
    });
  }

  /// SameResponseShape, §5.3.2
  static std::string shape_conflict(const entry& a, const entry& b) {
    if (a.definition == nullptr || b.definition == nullptr
        || same_shape(*a.definition->type, *b.definition->type))
      return {};
    return "they return conflicting types "
           + quote(types::to_string(*a.definition->type)) + " and "
           + quote(types::to_string(*b.definition->type));
  }

  static bool same_shape(const types::type_ref& a, const types::type_ref& b) {
    if (a.kind != b.kind)
      return false;
    if (a.kind != language::type_kind::named)
      return same_shape(*a.inner, *b.inner);
    if (a.named->leaf() || b.named->leaf())
      return a.named == b.named;
    return true;
  }

  void report(std::string_view key, const entry& a, const entry& b,
              std::string why, const std::vector<std::string_view>& path) {
    auto outer = key;
    for (size_t i = path.size(); i > 0; --i) {
      why = "subfields " + quote(outer) + " conflict because " + why;
      outer = path[i - 1];
    }
    auto message = "Fields " + quote(outer) + " conflict because " + why
                   + ". Use different aliases on the fields to fetch both if "
                     "this was intentional.";
    if (reported_.emplace(a.node, b.node).second)
      ctx_.report(std::move(message), {a.node->at.begin, b.node->at.begin});
  }

  context& ctx_;
  std::set<std::pair<std::vector<set>, bool>> seen_;
  std::set<std::pair<const void*, const void*>> reported_;
};

} // namespace

void check_overlapping_fields(context& ctx) {
  merger{ctx}.run();
}

} // namespace troupe::graphql::validation
