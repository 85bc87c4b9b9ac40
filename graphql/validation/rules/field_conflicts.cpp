#include "graphql/types/print_schema.hpp"
#include "graphql/validation/rules/context.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace troupe::graphql::validation {

namespace {

using language::selection_kind;
using language::selection_set;

bool same_value(const language::value& a, const language::value& b);

/// Compares arguments or object fields in whatever order they stand.
template <class T>
bool same_members(std::span<const T> a, std::span<const T> b) {
  if (a.size() != b.size())
    return false;
  // Mostly they stand in the same order.
  size_t in_order = 0;
  for (; in_order < a.size(); ++in_order)
    if (a[in_order].name.text != b[in_order].name.text
        || !same_value(a[in_order].value, b[in_order].value))
      break;
  if (in_order == a.size())
    return true;
  name_table<const language::value*> by_name;
  for (const auto& x : b)
    by_name.insert(x.name.text, &x.value);
  return std::ranges::all_of(a, [&](const T& x) {
    const auto* other = by_name.find(x.name.text);
    return other != nullptr && same_value(x.value, **other);
  });
}

bool same_value(const language::value& a, const language::value& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size())
    return false;
  for (size_t i = 0; i < a.items.size(); ++i)
    if (!same_value(a.items[i], b.items[i]))
      return false;
  return same_members(a.fields, b.fields);
}

/// SameResponseShape, §5.3.2
bool same_shape(const types::type_ref& a, const types::type_ref& b) {
  if (a.kind != b.kind)
    return false;
  if (a.kind != language::type_kind::named)
    return same_shape(*a.inner, *b.inner);
  return a.named() == b.named() || !(a.named()->leaf() || b.named()->leaf());
}

/// What a selection set has of its own, by response key, and which fragments it
/// spreads.
struct field_map {
  name_table<std::vector<merging_field>> fields;
  std::vector<std::string_view> fragments;
};

struct conflict {
  std::string_view key;
  std::string why;
  std::vector<const language::selection*> left;
  std::vector<const language::selection*> right;
};

using conflicts = std::vector<conflict>;

/// Compares field by field.
class reporter {
public:
  explicit reporter(context& ctx)
    : ctx_(ctx), streams_(ctx.schema.find_directive("stream") != nullptr) {
    // nop
  }

  bool run() {
    for (const auto& x : ctx_.operations)
      within(x.node->selections, ctx_.schema.root(x.node->kind));
    for (const auto& x : ctx_.fragments)
      within(x.node->selections, composite(x.on));
    return left_ > 0;
  }

private:
  static const types::type* composite(const types::type* x) noexcept {
    return x != nullptr && x->composite() ? x : nullptr;
  }

  // -- walking ----------------------------------------------------------------

  /// Reports conflicts inside one set and goes on to those below it.
  void within(const selection_set& set, const types::type* parent) {
    if (done())
      return;
    conflicts found;
    const auto& own = fields_of(set, parent);
    for (const auto& [key, fields] : own.fields)
      for (size_t i = 0; i < fields.size(); ++i)
        for (size_t j = i + 1; j < fields.size(); ++j)
          compare(found, false, key, fields[i], fields[j]);
    for (size_t i = 0; i < own.fragments.size(); ++i) {
      with_fragment(found, false, own, own.fragments[i]);
      for (size_t j = i + 1; j < own.fragments.size(); ++j)
        fragments(found, false, own.fragments[i], own.fragments[j]);
    }
    for (auto& x : found)
      report(x);
    for (const auto& x : set.items)
      below(x, parent);
  }

  void below(const language::selection& x, const types::type* parent) {
    if (x.selections.empty())
      return;
    if (x.kind == selection_kind::inline_fragment)
      return within(x.selections,
                    x.type_condition.text.empty()
                      ? parent
                      : composite(ctx_.schema.find(x.type_condition.text)));
    const auto* field = parent == nullptr
                          ? nullptr
                          : ctx_.schema.find_field(*parent, x.name.text);
    within(x.selections,
           field == nullptr ? nullptr : composite(&field->type->core()));
  }

  void report(conflict& x) {
    std::vector<uint32_t> at;
    for (const auto* node : x.left)
      at.push_back(node->at.begin);
    for (const auto* node : x.right)
      at.push_back(node->at.begin);
    ctx_.report(rule::overlapping_fields_can_be_merged,
                "Fields " + quote(x.key) + " conflict because " + x.why
                  + ". Use different aliases on the fields to fetch both if "
                    "this was intentional.",
                at);
  }

  // -- comparing --------------------------------------------------------------

  const field_map& fields_of(const selection_set& set,
                             const types::type* parent) {
    auto& out = maps_[&set];
    if (out == nullptr) {
      out = std::make_unique<field_map>();
      gather(*out, set, parent);
    }
    return *out;
  }

  void gather(field_map& out, const selection_set& set,
              const types::type* parent) {
    for (const auto& x : set.items) {
      if (x.kind == selection_kind::field) {
        bool fielded = parent != nullptr && parent->kind != types::kind::union_;
        out.fields.insert(x.response_key(), {})
          .first->push_back(
            {&x, parent, fielded ? parent->find_field(x.name.text) : nullptr});
      } else if (x.kind == selection_kind::inline_fragment) {
        gather(out, x.selections,
               x.type_condition.text.empty()
                 ? parent
                 : ctx_.schema.find(x.type_condition.text));
      } else if (std::ranges::find(out.fragments, x.name.text)
                 == out.fragments.end()) {
        out.fragments.push_back(x.name.text);
      }
    }
  }

  const field_map* fields_of(std::string_view fragment) {
    const auto* f = ctx_.fragment(fragment);
    return f == nullptr ? nullptr : &fields_of(f->node->selections, f->on);
  }

  void between(conflicts& found, bool exclusive, const field_map& a,
               const field_map& b) {
    for (const auto& [key, left] : a.fields) {
      const auto* right = b.fields.find(key);
      if (right == nullptr)
        continue;
      for (const auto& x : left)
        for (const auto& y : *right)
          compare(found, exclusive, key, x, y);
    }
  }

  /// Fields against a fragment and all that it spreads.
  void with_fragment(conflicts& found, bool exclusive, const field_map& own,
                     std::string_view name) {
    level deeper{*this};
    if (done() || !first_time(&own, name, {}, exclusive))
      return;
    const auto* other = fields_of(name);
    if (other == nullptr || other == &own)
      return;
    between(found, exclusive, own, *other);
    for (auto next : other->fragments)
      with_fragment(found, exclusive, own, next);
  }

  /// Two fragments, with all that they spread.
  void fragments(conflicts& found, bool exclusive, std::string_view a,
                 std::string_view b) {
    level deeper{*this};
    if (done() || a == b
        || !first_time(nullptr, std::min(a, b), std::max(a, b), exclusive))
      return;
    const auto* left = fields_of(a);
    const auto* right = fields_of(b);
    if (left == nullptr || right == nullptr)
      return;
    between(found, exclusive, *left, *right);
    for (auto next : right->fragments)
      fragments(found, exclusive, a, next);
    for (auto next : left->fragments)
      fragments(found, exclusive, next, b);
  }

  /// What was compared as of one object needs no look as of different ones.
  bool first_time(const field_map* own, std::string_view a, std::string_view b,
                  bool exclusive) {
    auto [i, fresh] = compared_.emplace(std::tuple{own, a, b}, exclusive);
    if (fresh)
      return true;
    if (exclusive || !i->second)
      return false;
    i->second = false;
    return true;
  }

  void compare(conflicts& found, bool exclusive, std::string_view key,
               const merging_field& a, const merging_field& b) {
    level deeper{*this};
    if (done() || found.size() > ctx_.max_errors)
      return;
    --left_;
    exclusive =
      exclusive
      || (a.parent != b.parent && a.parent != nullptr && b.parent != nullptr
          && a.parent->kind == types::kind::object
          && b.parent->kind == types::kind::object);
    auto why = exclusive ? std::string{} : name_conflict(a, b);
    if (why.empty() && streams_)
      why = stream_conflict(a, b);
    if (why.empty())
      why = shape_conflict(a, b);
    if (!why.empty()) {
      found.push_back({key, std::move(why), {a.node}, {b.node}});
      return;
    }
    if (a.node->selections.empty() || b.node->selections.empty())
      return;
    auto inner = sub_selections(exclusive, a, b);
    if (!inner.empty())
      found.push_back(wrapped(key, a, b, inner));
  }

  conflicts sub_selections(bool exclusive, const merging_field& a,
                           const merging_field& b) {
    auto core = [](const merging_field& x) {
      return x.definition == nullptr ? nullptr : &x.definition->type->core();
    };
    conflicts found;
    const auto& left = fields_of(a.node->selections, core(a));
    const auto& right = fields_of(b.node->selections, core(b));
    between(found, exclusive, left, right);
    for (auto name : right.fragments)
      with_fragment(found, exclusive, left, name);
    for (auto name : left.fragments)
      with_fragment(found, exclusive, right, name);
    for (auto x : left.fragments)
      for (auto y : right.fragments)
        fragments(found, exclusive, x, y);
    return found;
  }

  static conflict wrapped(std::string_view key, const merging_field& a,
                          const merging_field& b, const conflicts& inner) {
    conflict out{key, {}, {a.node}, {b.node}};
    for (const auto& x : inner) {
      out.why += (out.why.empty() ? "subfields " : " and subfields ")
                 + quote(x.key) + " conflict because " + x.why;
      out.left.insert(out.left.end(), x.left.begin(), x.left.end());
      out.right.insert(out.right.end(), x.right.begin(), x.right.end());
    }
    return out;
  }

  // -- limits -----------------------------------------------------------------

  /// Gives up where comparing nests too deep for the stack.
  class level {
  public:
    explicit level(reporter& r) : r_(r) {
      constexpr size_t most = 2'000;
      if (++r_.depth_ > most)
        r_.left_ = 0;
    }

    ~level() {
      --r_.depth_;
    }

  private:
    reporter& r_;
  };

  bool done() const noexcept {
    return left_ == 0 || ctx_.aborted;
  }

  context& ctx_;
  bool streams_; ///< the schema has @stream
  std::map<const selection_set*, std::unique_ptr<field_map>> maps_;
  std::map<std::tuple<const field_map*, std::string_view, std::string_view>,
           bool>
    compared_;
  size_t left_ = 200'000; ///< comparisons
  size_t depth_ = 0;
};

} // namespace

std::string name_conflict(const merging_field& a, const merging_field& b) {
  if (a.node->name.text != b.node->name.text)
    return quote(a.node->name.text) + " and " + quote(b.node->name.text)
           + " are different fields";
  if (!same_members(a.node->arguments, b.node->arguments))
    return "they have differing arguments";
  return {};
}

std::string stream_conflict(const merging_field& a, const merging_field& b) {
  auto stream = [](const merging_field& x) -> const language::directive* {
    for (const auto& d : x.node->directives)
      if (d.name.text == "stream")
        return &d;
    return nullptr;
  };
  const auto* left = stream(a);
  const auto* right = stream(b);
  if (left == right
      || (left != nullptr && right != nullptr
          && same_members(left->arguments, right->arguments)))
    return {};
  return "they have differing stream directives";
}

std::string shape_conflict(const merging_field& a, const merging_field& b) {
  if (a.definition == nullptr || b.definition == nullptr
      || same_shape(*a.definition->type, *b.definition->type))
    return {};
  return "they return conflicting types "
         + quote(types::to_string(*a.definition->type)) + " and "
         + quote(types::to_string(*b.definition->type));
}

bool report_field_conflicts(context& ctx) {
  return reporter{ctx}.run();
}

} // namespace troupe::graphql::validation
