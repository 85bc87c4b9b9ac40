#include "graphql/validation/rules/context.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace troupe::graphql::validation {

namespace {

using language::selection_kind;
using language::selection_set;

bool object(const types::type* x) noexcept {
  return x != nullptr && x->kind == types::kind::object;
}

/// FieldsInSetCanMerge, §5.3.2, as a question: is there any conflict?
///
/// Comparing every pair of fields is quadratic. Instead the selection sets that
/// answer as one object are taken together; their fields are grouped by
/// response key, each group is compared against its first member, and the
/// sub-selections of a group are taken together in turn. Sets that were looked
/// at together before are not looked at again. Nothing recurses, so that chains
/// of fragments may be long, and the fields looked at are counted.
class merger {
public:
  explicit merger(context& ctx)
    : ctx_(ctx), streams_(ctx.schema.find_directive("stream") != nullptr) {
    // nop
  }

  enum class verdict { fine, conflict, too_much };

  verdict run() {
    ++round_;
    for (const auto& x : ctx_.operations)
      add({{&x.node->selections, ctx_.schema.root(x.node->kind)}}, true);
    drain();
    // A fragment that an operation spreads was part of a larger set.
    for (size_t i = 0; i < ctx_.fragments.size(); ++i) {
      const auto& x = ctx_.fragments[i];
      if (visited_.size() > i && visited_[i] != 0)
        continue;
      add({{&x.node->selections, x.on}}, true);
      drain();
    }
    return verdict_;
  }

  const merging_field& first() const noexcept {
    return first_;
  }

  const merging_field& second() const noexcept {
    return second_;
  }

  const std::string& why() const noexcept {
    return why_;
  }

private:
  /// A selection set and the type it is for.
  struct part {
    const selection_set* selections;
    const types::type* parent;

    auto operator<=>(const part&) const = default;
  };

  using parts = std::vector<part>;

  struct task {
    parts sets;
    /// The sets may be of one object, so names and arguments must agree;
    /// otherwise only the shape of the answers.
    bool same_object;
  };

  /// A field in the list of those with its response key.
  struct link {
    merging_field field;
    int32_t next = -1;
  };

  struct group {
    int32_t head = -1;
    int32_t tail = -1;
  };

  void add(parts sets, bool same_object) {
    if (sets.size() == 1) {
      // Alone, a set has been compared as of one object.
      if (!same_object || !seen_alone_.insert(sets.front().selections).second)
        return;
    } else {
      std::ranges::sort(sets);
      auto same = std::unique(sets.begin(), sets.end());
      sets.erase(same, sets.end());
      if (sets.size() == 1)
        return add(std::move(sets), same_object);
      if (covered(sets, same_object)
          || !seen_together_.emplace(sets, same_object).second)
        return;
      ++tasks_;
      for (const auto& x : sets)
        latest_[same_object ? 1 : 0][x.selections] = tasks_;
    }
    open_.push_back({std::move(sets), same_object});
  }

  /// Returns whether all of these sets were part of one task: then any conflict
  /// among them is one there.
  bool covered(const parts& sets, bool same_object) const {
    for (bool strict : {true, false}) {
      if (same_object && !strict)
        return false;
      const auto& latest = latest_[strict ? 1 : 0];
      auto first = latest.find(sets.front().selections);
      if (first != latest.end()
          && std::ranges::all_of(sets, [&](const part& x) {
               auto i = latest.find(x.selections);
               return i != latest.end() && i->second == first->second;
             }))
        return true;
    }
    return false;
  }

  void drain() {
    while (!open_.empty() && verdict_ == verdict::fine) {
      auto next = std::move(open_.front());
      open_.pop_front();
      merge(next);
    }
  }

  void merge(const task& x) {
    ++round_;
    links_.clear();
    groups_.clear();
    for (const auto& set : x.sets)
      collect(set);
    for (const auto& [key, g] : groups_) {
      if (verdict_ != verdict::fine)
        return;
      if (g.head == g.tail)
        alone(links_[index(g.head)].field, x.same_object);
      else
        together(g, x.same_object);
    }
  }

  static size_t index(int32_t x) noexcept {
    return static_cast<size_t>(x);
  }

  /// Gathers the fields of a set and of the fragments in it.
  void collect(const part& from) {
    struct level {
      std::span<const language::selection> items;
      const types::type* parent;
      size_t next = 0;
    };
    std::vector<level> stack{{from.selections->items, from.parent}};
    while (!stack.empty()) {
      auto& top = stack.back();
      if (top.next == top.items.size()) {
        stack.pop_back();
        continue;
      }
      const auto& x = top.items[top.next++];
      const auto* parent = top.parent;
      if (x.kind == selection_kind::field) {
        field(x, parent);
      } else if (x.kind == selection_kind::inline_fragment) {
        if (!x.type_condition.text.empty())
          parent = ctx_.schema.find(x.type_condition.text);
        stack.push_back({x.selections.items, parent});
      } else if (const auto* f = visit(x.name.text)) {
        stack.push_back({f->node->selections.items, f->on});
      }
    }
  }

  void field(const language::selection& x, const types::type* parent) {
    constexpr size_t most_fields = 1'000'000;
    if (++fields_ > most_fields)
      verdict_ = verdict::too_much;
    auto number = static_cast<int32_t>(links_.size());
    const auto* definition = parent == nullptr
                               ? nullptr
                               : ctx_.schema.find_field(*parent, x.name.text);
    links_.push_back({{&x, parent, definition}});
    auto* g = groups_.insert(x.response_key(), {}).first;
    if (g->head < 0)
      g->head = number;
    else
      links_[index(g->tail)].next = number;
    g->tail = number;
  }

  /// Returns a fragment unless this round has been there.
  const fragment_entry* visit(std::string_view name) {
    const auto* number = ctx_.fragment_by_name.find(name);
    if (number == nullptr)
      return nullptr;
    visited_.resize(ctx_.fragments.size());
    if (std::exchange(visited_[*number], round_) == round_)
      return nullptr;
    return &ctx_.fragments[*number];
  }

  static part below(const merging_field& x) {
    return {&x.node->selections,
            x.definition == nullptr ? nullptr : &x.definition->type->core()};
  }

  void alone(const merging_field& x, bool same_object) {
    if (!x.node->selections.empty())
      add({below(x)}, same_object);
  }

  void together(const group& g, bool same_object) {
    heads_.clear();
    const merging_field* shaped = nullptr;
    const auto& first = links_[index(g.head)].field;
    for (auto i = g.head; i >= 0; i = links_[index(i)].next) {
      const auto& x = links_[index(i)].field;
      if (streams_ && conflict(first, x, stream_conflict(first, x)))
        return;
      if (x.definition != nullptr) {
        if (shaped == nullptr)
          shaped = &x;
        else if (conflict(*shaped, x, shape_conflict(*shaped, x)))
          return;
      }
      if (same_object && !fits(x))
        return;
    }
    descend(g, same_object);
  }

  /// Compares a field with those that the same object may answer: the first of
  /// its own type stands for all others of it, and what is of no single object
  /// type goes with every one.
  bool fits(const merging_field& x) {
    const auto* key = object(x.parent) ? x.parent : nullptr;
    auto i = std::ranges::find(heads_, key, &head::parent);
    if (i != heads_.end())
      return i->field->node == x.node
             || !conflict(*i->field, x, name_conflict(*i->field, x));
    for (const auto& other : heads_)
      if ((key == nullptr || other.parent == nullptr)
          && conflict(*other.field, x, name_conflict(*other.field, x)))
        return false;
    heads_.push_back({key, &x});
    return true;
  }

  bool conflict(const merging_field& a, const merging_field& b,
                std::string why) {
    if (why.empty())
      return false;
    verdict_ = verdict::conflict;
    first_ = a;
    second_ = b;
    why_ = std::move(why);
    return true;
  }

  void descend(const group& g, bool same_object) {
    parts all;
    for (auto i = g.head; i >= 0; i = links_[index(i)].next)
      if (!links_[index(i)].field.node->selections.empty())
        all.push_back(below(links_[index(i)].field));
    if (all.empty())
      return;
    if (!same_object || heads_.size() == 1)
      return add(std::move(all), same_object);
    // Objects of different types never meet: only the shapes must agree.
    for (const auto& h : heads_) {
      if (h.parent == nullptr && heads_.size() > 1)
        continue;
      parts some;
      for (auto i = g.head; i >= 0; i = links_[index(i)].next) {
        const auto& x = links_[index(i)].field;
        if (!x.node->selections.empty()
            && (x.parent == h.parent || !object(x.parent)))
          some.push_back(below(x));
      }
      if (!some.empty())
        add(std::move(some), true);
    }
    add(std::move(all), false);
  }

  struct head {
    const types::type* parent; ///< null for all that is no object type
    const merging_field* field;
  };

  context& ctx_;
  bool streams_; ///< the schema has @stream
  std::deque<task> open_;
  std::unordered_set<const void*> seen_alone_;
  std::set<std::pair<parts, bool>> seen_together_;
  /// For each selection set the last task that had it beside others, by whether
  /// that was for one object.
  std::unordered_map<const selection_set*, uint32_t> latest_[2];
  uint32_t tasks_ = 0;
  // What one merge works on, kept for its memory.
  std::vector<link> links_;
  name_table<group> groups_;
  std::vector<head> heads_;
  /// For each fragment the last round that came by.
  std::vector<uint32_t> visited_;
  uint32_t round_ = 0;
  size_t fields_ = 0;
  verdict verdict_ = verdict::fine;
  merging_field first_;
  merging_field second_;
  std::string why_;
};

} // namespace

void check_overlapping_fields(context& ctx) {
  if (!ctx.wants(rule::overlapping_fields_can_be_merged))
    return;
  merger m{ctx};
  auto found = m.run();
  if (found == merger::verdict::fine)
    return;
  auto before = ctx.errors.size();
  if (found == merger::verdict::too_much) {
    ctx.report(rule::overlapping_fields_can_be_merged,
               "The document is too complex: its fragments repeat too many "
               "fields.",
               {});
  } else if (!report_field_conflicts(ctx) && ctx.errors.size() == before) {
    ctx.report(rule::overlapping_fields_can_be_merged,
               "Fields " + quote(m.first().node->response_key())
                 + " conflict because " + m.why()
                 + ". Use different aliases on the fields to fetch both if "
                   "this was intentional.",
               {m.first().node->at.begin, m.second().node->at.begin});
  }
}

} // namespace troupe::graphql::validation
