#include "base/suggestions.hpp"
#include "compiler/authoring/facts.hpp"
#include "compiler/planner/fact_rows.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

/// Rows of a fact table with functions over those around them:
/// `sales_window(orderBy: [{field: "rank"}]) { category rank(partitionBy:
/// [category], orderBy: [{field: "revenue", direction: DESC}]) }`.
namespace troupe::compiler::planner {

namespace {

using authoring::fact_window;
using authoring::fact_window_kind;
using authoring::grouping;

constexpr std::string_view bounds[] = {"UNBOUNDED_PRECEDING", "N_PRECEDING",
                                       "CURRENT_ROW", "N_FOLLOWING",
                                       "UNBOUNDED_FOLLOWING"};
constexpr std::string_view bound_words[] = {"UNBOUNDED PRECEDING", " PRECEDING",
                                            "CURRENT ROW", " FOLLOWING",
                                            "UNBOUNDED FOLLOWING"};

class window_builder : public fact_rows {
public:
  window_builder(statement_scope& q, const table_scope& t,
                 const list_request& x)
    : fact_rows(q, t, x),
      keys_(authoring::fact_fields(t.model)),
      functions_(authoring::fact_windows(t.model, q.s.dialect())) {
    // nop
  }

  std::vector<plan::shape>
  fields(const graphql::types::type& type,
         const std::vector<collected_field>& selected) {
    std::vector<plan::shape> out;
    for (const auto& f : selected) {
      const auto* d = q_.s.in.schema.find_field(type, f.first().name.text);
      auto& to = out.emplace_back();
      if (described(to, f, *d, type.name))
        continue;
      if (const auto* key = find_key(d->name)) {
        add(to, key_of(*key));
      } else {
        auto call = function(f, *d);
        add(to, call);
        named_.emplace_back(f.key, std::move(call.text));
      }
    }
    if (columns.values().empty())
      columns.add("1");
    return out;
  }

  std::string from() {
    auto out = source({});
    return out + order() + limits(q_, x_);
  }

private:
  const grouping* find_key(std::string_view name) const {
    auto i = std::ranges::find(keys_, name, &grouping::name);
    return i == keys_.end() ? nullptr : &*i;
  }

  operand key_of(const grouping& g) {
    const auto& f = t_.model.fields[static_cast<size_t>(g.field)];
    return {grouping_keys(q_, t_, g)[0], authoring::value_type(t_.model, f)};
  }

  const input* argument(const collected_field& f,
                        const graphql::types::field& definition,
                        std::string_view name) {
    for (const auto& a : definition.arguments)
      if (a.name == name)
        return argument_value(q_.s, f, a);
    return nullptr;
  }

  operand function(const collected_field& f,
                   const graphql::types::field& definition) {
    const auto& w =
      *std::ranges::find(functions_, definition.name, &fact_window::name);
    auto over = " OVER (" + window(f, definition) + ")";
    auto at = f.first().at.begin;
    if (w.kind == fact_window_kind::running)
      return aggregate_call(q_, t_, *w.function,
                            t_.model.fields[static_cast<size_t>(w.field)],
                            over);
    operand value;
    if (w.field >= 0)
      value = key_of({w.name, w.field, {}});
    else
      value.type = plain_type(w.type == "Float!" ? plan::base_type::float8
                                                 : plan::base_type::int8);
    std::string inside = w.sql == "count" ? "*" : value.text;
    if (const auto* n = argument(f, definition, "n"))
      inside += (inside.empty() ? "" : ", ") + frame_count(q_, *n, at);
    if (const auto* offset = argument(f, definition, "offset"))
      inside += ", " + frame_count(q_, *offset, at);
    if (const auto* other = argument(f, definition, "default"); given(other))
      inside += ", " + cast(q_.bind(*other, value.type), value.type);
    value.text = std::string{w.sql} + "(" + inside + ")" + over;
    return value;
  }

  /// What is in place of a missing neighbour has its type.
  std::string cast(std::string text, const plan::column_type& type) const {
    if (q_.s.dialect() == plan::dialect::postgres)
      return type.name.empty() ? text : text + "::" + type.name;
    return type.base == plan::base_type::numeric
             ? "CAST(" + text + " AS NUMERIC)"
             : text;
  }

  /// `PARTITION BY ... ORDER BY ... ROWS BETWEEN ...`
  std::string window(const collected_field& f,
                     const graphql::types::field& definition) {
    std::string out;
    if (const auto* by = argument(f, definition, "partitionBy"); given(by))
      for (const auto& x : by->items)
        if (const auto* key = find_key(x.text))
          out += (out.empty() ? "PARTITION BY " : ", ") + key_of(*key).text;
    auto at = f.first().at.begin;
    std::vector<std::string> keys;
    if (const auto* by = argument(f, definition, "orderBy"); given(by))
      order_by(*by, false, keys);
    for (size_t i = 0; i < keys.size(); ++i)
      out += (i > 0         ? ", "
              : out.empty() ? "ORDER BY "
                            : " ORDER BY ")
             + keys[i];
    if (const auto* frame = argument(f, definition, "frame"); given(frame))
      out += (out.empty() ? "" : " ") + frame_text(*frame, at, keys.size());
    return out;
  }

  std::string frame_text(const input& x, uint32_t at, size_t keys) {
    auto word = [&](std::string_view name, std::string_view otherwise) {
      const auto* found = x.find(name);
      return given(found) ? found->text : otherwise;
    };
    auto unit = word("frame_type", "ROWS");
    if (unit == "GROUPS" && keys == 0)
      q_.s.fail(at, "A frame of GROUPS needs an `orderBy` in its window.");
    auto [first, begin] = bound(x.find("start"), 0, unit, at);
    auto [last, end] = bound(x.find("end"), 2, unit, at);
    if (first > last || first == 4 || last == 0)
      q_.s.fail(at, "A frame must not end before it begins.");
    std::string exclusion{word("exclusion", "NO_OTHERS")};
    std::ranges::replace(exclusion, '_', ' ');
    return std::string{unit} + " BETWEEN " + begin + " AND " + end
           + (exclusion == "NO OTHERS" ? "" : " EXCLUDE " + exclusion);
  }

  /// Which bound it is, and its text.
  std::pair<size_t, std::string> bound(const input* x, size_t otherwise,
                                       std::string_view unit, uint32_t at) {
    const auto* type = given(x) ? x->find("type") : nullptr;
    auto which = otherwise;
    if (given(type))
      which = static_cast<size_t>(std::ranges::find(bounds, type->text)
                                  - std::begin(bounds));
    if (which % 2 == 0)
      return {which, std::string{bound_words[which]}};
    if (unit == "RANGE")
      q_.s.fail(at, "A frame of RANGE counts no rows: take ROWS or GROUPS.");
    const auto* n = x->find("n");
    if (!given(n)) {
      q_.s.fail(at, std::string{bounds[which]} + " needs `n`.");
      return {which, {}};
    }
    return {which, frame_count(q_, *n, at) + std::string{bound_words[which]}};
  }

  /// `functions`: those that are selected serve too, by their names in the
  /// answer.
  void order_by(const input& list, bool functions,
                std::vector<std::string>& out) {
    for (const auto& one : list.items) {
      const auto* name = one.find("field");
      const auto* direction = one.find("direction");
      if (name == nullptr)
        continue;
      if (name->leaf >= 0)
        return q_.s.fail(x_.at,
                         "The field of an orderBy cannot be a variable of its "
                         "own. Write it into the document, or give the whole "
                         "orderBy as a variable.");
      auto text = text_of(name->text, functions);
      if (text.empty())
        return unknown(name->text, functions);
      auto key = sort_by(q_.s.dialect(), std::move(text),
                         direction == nullptr ? "ASC" : direction->text);
      out.push_back(key.expression + key.direction);
    }
  }

  std::string text_of(std::string_view name, bool functions) {
    if (const auto* key = find_key(name))
      return key_of(*key).text;
    for (const auto& [alias, text] : named_)
      if (functions && alias == name)
        return text;
    return {};
  }

  void unknown(std::string_view name, bool functions) {
    std::vector<std::string_view> names;
    for (const auto& key : keys_)
      names.push_back(key.name);
    for (const auto& [alias, text] : named_)
      if (functions)
        names.push_back(alias);
    q_.s.fail(x_.at, "Cannot order " + t_.model.name + " by \""
                       + std::string{name} + "\"."
                       + did_you_mean(suggestions(name, names, 3)));
  }

  /// The key of the table comes last, so that the order is total.
  std::string order() {
    std::vector<std::string> keys;
    if (given(x_.order_by))
      order_by(*x_.order_by, true, keys);
    for (auto column : t_.model.primary_key)
      keys.push_back(t_.column(column));
    std::string out;
    for (const auto& key : keys)
      out += (out.empty() ? " ORDER BY " : ", ") + key;
    return out;
  }

  std::vector<grouping> keys_;
  std::vector<fact_window> functions_;
  /// Name in the answer and SQL of the functions that are selected.
  std::vector<std::pair<std::string, std::string>> named_;
};

} // namespace

void plan_fact_window(const root_field& x) {
  // A frame counts rows by constants of the execution.
  plan_fact_rows<window_builder>(x, true);
}

} // namespace troupe::compiler::planner
