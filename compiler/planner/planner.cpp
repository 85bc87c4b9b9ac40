#include "compiler/planner/planner.hpp"

#include "base/hash.hpp"
#include "base/json_write.hpp"
#include "compiler/planner/introspection_ahead.hpp"
#include "compiler/planner/later.hpp"
#include "compiler/planner/roots.hpp"
#include "compiler/planner/same_field.hpp"
#include "compiler/sql/dialect.hpp"
#include "graphql/types/introspection.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace troupe::compiler::planner {

namespace {

using graphql::types::variable_values;

class operation_planner {
public:
  explicit operation_planner(const request& x)
    : s_{x, {x.schema, x.document, x.variables}, arena{}, {ec::none, {}, {}}} {
    // nop
  }

  result<std::shared_ptr<const plan::operation_plan>> run() {
    auto out = std::make_shared<plan::operation_plan>();
    const auto& op = s_.in.operation;
    out->operation = static_cast<plan::operation>(op.kind);
    out->name = op.name.text;
    out->serial = op.kind == graphql::language::operation_kind::mutation;
    const auto* root = s_.in.schema.root(op.kind);
    auto plan_root = [&](const collected_field& f) {
      const auto* definition =
        s_.in.schema.find_field(*root, f.first().name.text);
      return step(*root, f, *definition);
    };
    std::unique_ptr<later_planner> later;
    if (s_.in.incremental) {
      later = std::make_unique<later_planner>(s_);
      s_.later = later.get();
      s_.depth = 0;
    }
    auto selected = s_.fields.collect(*root, op.selections);
    if (later != nullptr)
      selected = later->split_root(selected);
    bool shared =
      op.kind == graphql::language::operation_kind::query && later == nullptr;
    for (size_t i = 0; i < selected.size(); ++i) {
      costs_.push_back(s_.costs.size());
      if (!shared || !repeat(*out, *root, selected, i))
        out->steps.push_back(plan_root(selected[i]));
      if (s_.failed())
        return s_.failure;
    }
    if (later != nullptr)
      out->later = later->finish(plan_root);
    if (s_.failed())
      return s_.failure;
    out->costs = std::move(s_.costs);
    hint(*out);
    if (s_.failed())
      return s_.failure;
    if (op.kind == graphql::language::operation_kind::mutation
        && std::ranges::any_of(op.directives, [](const auto& d) {
             return d.name.text == "transaction";
           }))
      join(*out);
    return std::shared_ptr<const plan::operation_plan>{std::move(out)};
  }

private:
  /// Adds a step for a field that asks what another one before it does: the
  /// same statement, with its own key and places. False if there is none.
  bool repeat(plan::operation_plan& to, const graphql::types::type& root,
              const std::vector<collected_field>& selected, size_t i) {
    const auto& f = selected[i];
    for (size_t k = 0; k < i; ++k) {
      places moved;
      if (selected[k].first().name.text != f.first().name.text
          || !same_field(selected[k], f, moved))
        continue;
      auto copy = to.steps[k];
      plan::shape own;
      describe(s_, f, *s_.in.schema.find_field(root, f.first().name.text),
               root.name, own);
      move_places(copy.shape, moved);
      copy.shape.key = std::move(own.key);
      copy.shape.name = std::move(own.name);
      copy.shape.at = own.at;
      to.steps.push_back(std::move(copy));
      auto shift = static_cast<int32_t>(costs_[i] - costs_[k]);
      for (auto c = costs_[k]; c < costs_[k + 1]; ++c) {
        auto cost = s_.costs[c];
        if (cost.parent >= 0)
          cost.parent += shift;
        s_.costs.push_back(cost);
      }
      return true;
    }
    return false;
  }

  /// How long the answer may be kept: as long as everything in it.
  void hint(plan::operation_plan& to) {
    bool said = false;
    for (auto& x : to.steps) {
      if (x.statement == nullptr)
        continue;
      for (const auto* m : s_.hinted) {
        bool here =
          x.statement->sql.find(sql::quote(m->table)) != std::string::npos;
        if (here && x.max_age >= 0 && m->cache.max_age >= 0)
          x.max_age = std::min(x.max_age, m->cache.max_age);
        x.one_user = x.one_user || (here && m->cache.one_user);
      }
      to.one_user = to.one_user || x.one_user;
      to.max_age = said ? std::min(to.max_age, x.max_age) : x.max_age;
      said = true;
    }
    operation_hint(to);
  }

  /// What the document says of itself: it may want less than the schema allows,
  /// and say something where that says nothing. Plans are made for all values
  /// of variables, so it has to stand there as a number.
  void operation_hint(plan::operation_plan& to) {
    for (const auto& d : s_.in.operation.directives) {
      if (d.name.text != "cacheControl")
        continue;
      for (const auto& a : d.arguments) {
        if (a.value.kind == graphql::language::value_kind::variable)
          return s_.fail(a.value.at.begin,
                         "\"" + std::string{a.name.text}
                           + "\" of @cacheControl on an operation cannot be a "
                             "variable. Write the value.");
        if (a.name.text == "scope")
          to.one_user = to.one_user || a.value.text == "PRIVATE";
        if (a.name.text != "maxAge"
            || a.value.kind != graphql::language::value_kind::integer)
          continue;
        int32_t age = 0;
        auto text = a.value.text;
        std::from_chars(text.data(), text.data() + text.size(), age);
        if (age < 0)
          return s_.fail(a.value.at.begin,
                         "\"maxAge\" of @cacheControl is a number of seconds, "
                         "0 or more.");
        to.max_age = to.max_age < 0 ? age : std::min(to.max_age, age);
      }
    }
  }

  /// Makes one script of the statements of all steps.
  static void join(plan::operation_plan& to) {
    std::vector<std::shared_ptr<const plan::statement>> parts;
    for (const auto& x : to.steps) {
      to.answers.push_back(-1);
      if (x.statement == nullptr)
        continue;
      bool script = !x.statement->parts.empty();
      to.answers.back() =
        static_cast<int32_t>(parts.size() + (script ? x.statement->answer : 0));
      if (script)
        parts.insert(parts.end(), x.statement->parts.begin(),
                     x.statement->parts.end());
      else
        parts.push_back(x.statement);
    }
    if (!parts.empty())
      to.transaction = make_script(std::move(parts), 0);
  }

  plan::step step(const graphql::types::type& root, const collected_field& f,
                  const graphql::types::field& definition) {
    plan::step out;
    // Who knows the way to its objects says so: only their fields can come
    // later.
    depth_scope unknown{s_, -1};
    describe(s_, f, definition, root.name, out.shape);
    if (definition.tag < 0) {
      literal(out, root, f, definition);
      return out;
    }
    const auto& d = s_.in.catalog.roots[static_cast<size_t>(definition.tag)];
    // Who is asking is not known to a plan: what depends on it stays closed.
    if (!d.inject.empty() || !d.requires_role.empty())
      s_.fail(out.shape.at, "Field \"" + d.name
                              + "\" needs to know who is asking, and this "
                                "server cannot tell yet.");
    out.max_age = d.cache.max_age;
    out.one_user = d.cache.one_user;
    if (out.max_age < 0 && d.model >= 0)
      out.max_age = s_.model(d.model).cache.max_age;
    root_field x{s_, f, definition, d, out};
    std::optional<cost_scope> write;
    if (d.operation == plan::operation::mutation)
      write.emplace(s_, plan::cost_node{.rows = 1});
    switch (d.kind) {
      case plan::root_kind::list:
      case plan::root_kind::one:
      case plan::root_kind::function:
        plan_select(x);
        break;
      case plan::root_kind::expression:
        plan_expression(x);
        break;
      case plan::root_kind::insert_one:
      case plan::root_kind::insert:
        plan_insert(x);
        break;
      case plan::root_kind::update_one:
      case plan::root_kind::update:
        plan_update(x);
        break;
      case plan::root_kind::delete_one:
      case plan::root_kind::delete_:
        plan_delete(x);
        break;
      case plan::root_kind::connection:
        plan_connection(x);
        break;
      case plan::root_kind::count:
        plan_count(x);
        break;
      case plan::root_kind::node:
      case plan::root_kind::nodes:
        plan_node(x);
        break;
      case plan::root_kind::aggregate:
        plan_aggregate(x);
        break;
      case plan::root_kind::window:
        plan_fact_window(x);
        break;
      case plan::root_kind::call:
        plan_call(x);
        break;
    }
    return out;
  }

  void literal(plan::step& out, const graphql::types::type& root,
               const collected_field& f,
               const graphql::types::field& definition) {
    out.kind = plan::step_kind::literal;
    out.shape.kind = plan::shape_kind::literal;
    if (&definition == &s_.in.schema.typename_field()) {
      out.shape.literal = json::quoted(root.name);
      return;
    }
    bytes text;
    // What was made ahead has @defer in it.
    bool usual = s_.in.schema.find_directive("defer") != nullptr;
    graphql::types::write_introspection(
      text, s_.in.schema, s_.fields, f, s_.in.variables,
      [&](bytes& to, std::string_view selection) {
        return usual && append_known_types(to, s_.in.catalog, selection);
      });
    out.shape.literal = text.view();
  }

  session s_;
  std::vector<size_t> costs_; ///< where those of each root field begin
};

} // namespace

std::shared_ptr<plan::statement> finish(statement_scope& q, std::string text,
                                        bool writes) {
  auto out = std::make_shared<plan::statement>();
  out->dialect = q.s.dialect();
  out->id = hash64(text);
  out->sql = std::move(text);
  out->parameters = std::move(q.parameters);
  out->writes = writes;
  out->opaque = q.opaque;
  return out;
}

void note_key(plan::step& out, int32_t number, const table_scope& t) {
  out.keyed = -1;
  out.key.clear();
  if (out.statement == nullptr)
    return;
  auto mark = sql::placeholder(out.statement->dialect, 0).substr(0, 1);
  const auto& text = out.statement->sql;
  for (auto column : t.model.primary_key) {
    auto wanted = t.column(column) + " = " + mark;
    auto at = text.find(wanted);
    int32_t parameter = 0;
    if (at != std::string::npos)
      std::from_chars(text.data() + at + wanted.size(),
                      text.data() + text.size(), parameter);
    if (parameter <= 0)
      return;
    out.key.push_back(parameter - 1);
  }
  if (!out.key.empty())
    out.keyed = number;
}

std::shared_ptr<const plan::statement>
make_script(std::vector<std::shared_ptr<const plan::statement>> parts,
            size_t answer) {
  if (parts.size() == 1)
    return parts.front();
  auto out = std::make_shared<plan::statement>();
  out->dialect = parts.front()->dialect;
  out->writes = true;
  out->answer = answer;
  for (const auto& p : parts) {
    out->opaque = out->opaque || p->opaque;
    out->sql += (out->sql.empty() ? "" : ";\n") + p->sql;
    out->parameters.insert(out->parameters.end(), p->parameters.begin(),
                           p->parameters.end());
  }
  out->id = hash64(out->sql);
  out->parts = std::move(parts);
  return out;
}

result<std::shared_ptr<const plan::operation_plan>>
plan_operation(const request& x) {
  return operation_planner{x}.run();
}

} // namespace troupe::compiler::planner
