#include "compiler/planner/later.hpp"

#include "base/json_write.hpp"
#include "compiler/planner/roots.hpp"
#include "compiler/sql/dialect.hpp"
#include "graphql/validation/coerce.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

using graphql::language::directive;

const directive* find_directive(const collected_field& f,
                                std::string_view name) {
  for (const auto& x : f.first().directives)
    if (x.name.text == name)
      return &x;
  return nullptr;
}

const graphql::language::value* find_argument(const directive& x,
                                              std::string_view name) {
  for (const auto& a : x.arguments)
    if (a.name.text == name)
      return &a.value;
  return nullptr;
}

/// Whether keys of this type come back from the database as they went out.
bool usable(const plan::column_type& x, plan::dialect dialect) noexcept {
  if (x.array)
    return false;
  switch (x.base) {
    case plan::base_type::int2:
    case plan::base_type::int4:
    case plan::base_type::int8:
    case plan::base_type::text:
    case plan::base_type::uuid:
    case plan::base_type::date:
      return true;
    case plan::base_type::unknown:
      return dialect == plan::dialect::sqlite;
    default:
      return false;
  }
}

} // namespace

later_planner::later_planner(session& s) : s_(s) {
  s_.fields.on_defer([this](const directive& x, int32_t parent) {
    // At places that nobody has described, fields come with the others.
    return s_.depth < 0 ? parent
                        : group(parent, x, static_cast<uint32_t>(s_.depth));
  });
}

int32_t later_planner::group(int32_t parent, const directive& x,
                             uint32_t depth) {
  auto& out = out_.groups.emplace_back();
  out.parent = parent;
  out.depth = depth;
  if (const auto* label = find_argument(x, "label");
      label != nullptr && label->kind == graphql::language::value_kind::string)
    out.label = std::string{label->text};
  return static_cast<int32_t>(out_.groups.size()) - 1;
}

/// The groups that a field waits for: none if somebody wants it at once, and
/// only the outermost of those that surround each other.
later_planner::group_set
later_planner::groups_of(const collected_field& f) const {
  group_set all;
  for (auto g : f.groups) {
    if (g < 0)
      return {};
    if (std::ranges::find(all, g) == all.end())
      all.push_back(g);
  }
  group_set out;
  for (auto g : all) {
    auto p = out_.groups[static_cast<size_t>(g)].parent;
    while (p >= 0 && std::ranges::find(all, p) == all.end())
      p = out_.groups[static_cast<size_t>(p)].parent;
    if (p < 0)
      out.push_back(g);
  }
  std::ranges::sort(out);
  return out;
}

bool later_planner::has_key(const plan::model_def& model) const {
  return !model.primary_key.empty()
         && std::ranges::all_of(model.primary_key, [&](int32_t i) {
              return usable(model.columns[static_cast<size_t>(i)].type,
                            s_.dialect());
            });
}

size_t later_planner::note(noted x, bool items) {
  x.part = out_.parts.size();
  x.cost_parent = s_.cost_parent;
  x.depth = static_cast<uint32_t>(std::max(s_.depth, 0));
  x.rest = items;
  auto& p = out_.parts.emplace_back();
  p.groups = x.groups;
  p.items = items;
  noted_.push_back(std::move(x));
  return out_.parts.size() - 1;
}

plan::shape later_planner::mark(const table_scope& t, size_t part,
                                tuple& columns) const {
  plan::shape out;
  out.kind = plan::shape_kind::later;
  out.part = static_cast<int32_t>(part);
  for (auto i : t.model.primary_key) {
    const auto& c = t.model.columns[static_cast<size_t>(i)];
    out.fields.emplace_back().column =
      columns.add(sql::readable(s_.dialect(), c.type, t.column(i)));
  }
  return out;
}

std::vector<collected_field>
later_planner::split(const table_scope& t,
                     const std::vector<collected_field>& selected,
                     tuple& columns, std::vector<plan::shape>& marks) {
  if (s_.depth < 0 || !has_key(t.model))
    return selected;
  std::vector<collected_field> now;
  std::vector<noted> parts;
  for (const auto& f : selected) {
    auto groups = groups_of(f);
    if (groups.empty() || groups == current_) {
      now.push_back(f);
      continue;
    }
    auto known = std::ranges::find_if(
      parts, [&](const auto& x) { return x.groups == groups; });
    if (known == parts.end()) {
      known = parts.emplace(parts.end());
      known->model = &t.model;
      known->groups = std::move(groups);
    }
    known->fields.push_back(f);
  }
  for (auto& x : parts)
    marks.push_back(mark(t, note(std::move(x), false), columns));
  return now;
}

std::vector<collected_field>
later_planner::split_root(const std::vector<collected_field>& selected) {
  std::vector<collected_field> now;
  std::vector<noted> parts;
  for (const auto& f : selected) {
    auto groups = groups_of(f);
    if (groups.empty()) {
      now.push_back(f);
      continue;
    }
    auto known = std::ranges::find_if(
      parts, [&](const auto& x) { return x.groups == groups; });
    if (known == parts.end()) {
      known = parts.emplace(parts.end());
      known->groups = std::move(groups);
    }
    known->fields.push_back(f);
  }
  for (auto& x : parts)
    out_.root.push_back(static_cast<int32_t>(note(std::move(x), false)));
  return now;
}

const input* later_planner::first_items(const collected_field& f) {
  const auto* x = find_directive(f, "stream");
  const auto* definition = s_.in.schema.find_directive("stream");
  if (x == nullptr || definition == nullptr || s_.depth < 0
      || !s_.fields.enabled(*x))
    return nullptr;
  const auto* argument = definition->argument("initialCount");
  auto read = [&](const graphql::language::value* literal) {
    return literal == nullptr
             ? nullptr
             : graphql::validation::coerce_literal(*argument->type, *literal,
                                                   s_.in.variables, s_.memory);
  };
  const auto* given = read(find_argument(*x, "initialCount"));
  return given != nullptr && !given->is_null() ? given
                                               : read(argument->default_value);
}

void later_planner::rest_of_list(const table_scope& t, const collected_field& f,
                                 int32_t column, tuple& columns,
                                 std::vector<plan::shape>& marks) {
  noted x;
  x.model = &t.model;
  x.fields = {f};
  constexpr uint32_t name = 1;
  x.groups = {group(-1, *find_directive(f, "stream"),
                    static_cast<uint32_t>(s_.depth) + name)};
  auto& m = marks.emplace_back(mark(t, note(std::move(x), true), columns));
  m.column = column;
  m.name = f.key;
}

void later_planner::rest_of_root(const collected_field& f) {
  noted x;
  x.fields = {f};
  constexpr uint32_t name = 1;
  x.groups = {group(-1, *find_directive(f, "stream"), name)};
  out_.root.push_back(static_cast<int32_t>(note(std::move(x), true)));
}

std::shared_ptr<const plan::later_parts> later_planner::finish(
  const std::function<plan::step(const collected_field&)>& step) {
  while (!noted_.empty() && !s_.failed()) {
    auto x = std::move(noted_.front());
    noted_.pop_front();
    s_.cost_parent = x.cost_parent;
    s_.depth = static_cast<int32_t>(x.depth);
    // What is inside of a list's rest is nobody's but its own.
    current_ = x.rest ? group_set{} : x.groups;
    in_rest_ = x.rest;
    rest_next_ = x.rest;
    if (x.rest)
      for (auto& f : x.fields)
        std::ranges::fill(f.groups, -1);
    if (x.model != nullptr) {
      plan_object(x);
      continue;
    }
    for (const auto& f : x.fields) {
      auto planned = step(f);
      out_.parts[x.part].steps.push_back(std::move(planned));
    }
  }
  if (out_.parts.empty())
    return nullptr;
  return std::make_shared<const plan::later_parts>(std::move(out_));
}

/// Several columns are compared one by one: what too many rows say is left out
/// when the rows are matched with the objects.
std::string later_planner::key_condition(statement_scope& q,
                                         const table_scope& t) const {
  std::string out;
  for (size_t i = 0; i < t.model.primary_key.size(); ++i) {
    auto column = t.model.primary_key[i];
    plan::parameter p;
    p.leaf = plan::key_leaf(i);
    p.type = t.model.columns[static_cast<size_t>(column)].type;
    p.transform = plan::transform::list;
    q.parameters.push_back(std::move(p));
    out += (i > 0 ? " AND " : "")
           + sql::in_list(s_.dialect(), t.column(column),
                          sql::placeholder(s_.dialect(), q.parameters.size()));
  }
  return out;
}

void later_planner::plan_object(const noted& x) {
  statement_scope q{s_, {}, 0};
  table_scope t{*x.model, q.alias()};
  tuple columns;
  std::string joins;
  plan::shape shape;
  shape.kind = plan::shape_kind::object;
  shape.at = x.fields.front().first().at.begin;
  shape.fields = select_fields(q, t, x.fields, columns, &joins);
  std::vector<int32_t> keys;
  for (auto i : x.model->primary_key) {
    const auto& c = x.model->columns[static_cast<size_t>(i)];
    keys.push_back(
      columns.add(sql::readable(s_.dialect(), c.type, t.column(i))));
  }
  auto text = top_level(s_.dialect(), columns) + " FROM "
              + sql::table_name(*x.model) + " AS " + t.alias + joins + " WHERE "
              + key_condition(q, t);
  auto& p = out_.parts[x.part];
  p.shape = std::move(shape);
  p.keys = std::move(keys);
  p.statement = planner::finish(q, std::move(text), false);
}

} // namespace troupe::compiler::planner
