#include "compiler/planner/planner.hpp"

#include "base/hash.hpp"
#include "base/json_write.hpp"
#include "compiler/planner/select.hpp"
#include "compiler/sql/dialect.hpp"
#include "graphql/types/introspection.hpp"

#include <algorithm>

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
    for (const auto& f : s_.fields.collect(*root, op.selections)) {
      const auto* definition =
        s_.in.schema.find_field(*root, f.first().name.text);
      out->steps.push_back(step(*root, f, *definition));
      if (s_.failed())
        return s_.failure;
    }
    return std::shared_ptr<const plan::operation_plan>{std::move(out)};
  }

private:
  plan::step step(const graphql::types::type& root, const collected_field& f,
                  const graphql::types::field& definition) {
    plan::step out;
    describe(s_, f, definition, root.name, out.shape);
    if (definition.tag < 0) {
      literal(out, root, f, definition);
      return out;
    }
    const auto& d = s_.in.catalog.roots[static_cast<size_t>(definition.tag)];
    switch (d.kind) {
      case plan::root_kind::expression:
        expression(out, f, definition, d);
        break;
      case plan::root_kind::insert_one:
        insert(out, f, definition, d);
        break;
      default:
        select(out, f, definition, d);
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
    graphql::types::write_introspection(text, s_.in.schema, s_.fields, f,
                                        s_.in.variables);
    out.shape.literal = text.view();
  }

  void select(plan::step& out, const collected_field& f,
              const graphql::types::field& definition,
              const plan::root_def& d) {
    const auto& model = s_.model(d.model);
    list_request x{model, {}};
    x.at = out.shape.at;
    x.single = d.kind == plan::root_kind::one;
    read_arguments(s_, f, definition, d.arguments, x);
    auto selected = s_.fields.collect(definition.type->core(), f);
    bool by_key = x.single && finds_one(model, x);
    out.kind = x.single ? plan::step_kind::one : plan::step_kind::list;
    // A key that an argument leaves open finds nothing rather than anything.
    statement_scope q{s_, {}, 0};
    auto list = select_list(q, x, selected);
    auto text = top_level(s_.dialect(), list.columns) + " " + list.from;
    if (by_key && text.ends_with(" LIMIT 1"))
      text.resize(text.size() - 8);
    out.shape.kind = plan::shape_kind::object;
    out.shape.fields = std::move(list.fields);
    out.list_nullable = !definition.type->non_null();
    auto made = finish(q, std::move(text), false);
    if (by_key && x.equals.size() == 1 && made->parameters.size() == 1)
      merge(*made, list, model, x);
    out.statement = std::move(made);
  }

  static bool finds_one(const plan::model_def& model, const list_request& x) {
    auto covered = [&](const std::vector<int32_t>& key) {
      return !key.empty() && std::ranges::all_of(key, [&](int32_t c) {
        return std::ranges::any_of(x.equals,
                                   [&](const auto& e) { return e.first == c; });
      });
    };
    return covered(model.primary_key)
           || std::ranges::any_of(model.unique_keys, covered);
  }

  /// The same lookup for many keys at once. The rows bring their key along.
  void merge(plan::statement& out, const list_sql& list,
             const plan::model_def& model, const list_request& x) {
    if (s_.dialect() != plan::dialect::postgres || x.where != nullptr)
      return;
    const auto& c = model.columns[static_cast<size_t>(x.equals[0].first)];
    switch (c.type.base) {
      case plan::base_type::int2:
      case plan::base_type::int4:
      case plan::base_type::int8:
        break;
      default:
        return; // keys must come back in the very form they went out
    }
    table_scope t{model, sql::quote("t0")};
    auto wanted = t.column(x.equals[0].first) + " = $1";
    auto at = out.sql.find(wanted);
    auto from = out.sql.find(list.from.substr(0, 5),
                             top_level(s_.dialect(), list.columns).size());
    if (at == std::string::npos || from == std::string::npos || at < from)
      return;
    auto text = out.sql;
    text.replace(at, wanted.size(), t.column(x.equals[0].first) + " = ANY($1)");
    text.insert(from, ", " + t.column(x.equals[0].first) + " ");
    out.merged_sql = std::move(text);
    out.merged_keys = 1;
  }

  void expression(plan::step& out, const collected_field& f,
                  const graphql::types::field& definition,
                  const plan::root_def& d) {
    statement_scope q{s_, {}, 0};
    std::string text = "SELECT ";
    size_t from = 0;
    // `{argument}` stands for the value of an argument.
    for (size_t i = 0; i < d.arguments.size(); ++i) {
      auto mark = "{" + d.arguments[i].name + "}";
      auto at = d.sql.find(mark, from);
      if (at == std::string::npos)
        continue;
      static const input none;
      const auto* value = argument_value(s_, f, definition.arguments[i]);
      plan::column_type type;
      type.base = plan::base_type::text;
      text += d.sql.substr(from, at - from)
              + q.bind(value == nullptr ? none : *value, type);
      from = at + mark.size();
    }
    text += d.sql.substr(from) + " AS value";
    out.kind = plan::step_kind::scalar;
    out.shape.column = 0;
    out.statement =
      finish(q, std::move(text), d.operation == plan::operation::mutation);
  }

  // -- writes -----------------------------------------------------------------

  void insert(plan::step& out, const collected_field& f,
              const graphql::types::field& definition,
              const plan::root_def& d) {
    const auto& model = s_.model(d.model);
    statement_scope q{s_, {}, 0};
    std::string names;
    std::string values;
    auto add = [&](int32_t column, const input& value) {
      const auto& c = model.columns[static_cast<size_t>(column)];
      names += (names.empty() ? "" : ", ") + sql::quote(c.name);
      values += (values.empty() ? "" : ", ")
                + q.bind(value, c.type, plan::transform::none,
                         enum_renames(s_, model, column));
    };
    for (size_t i = 0; i < d.arguments.size(); ++i) {
      const auto* value = argument_value(s_, f, definition.arguments[i]);
      if (value == nullptr)
        continue;
      if (d.arguments[i].role == plan::argument_role::value)
        add(d.arguments[i].column, *value);
      else
        add_object(definition.arguments[i], *value, add);
    }
    auto head = "INSERT INTO " + sql::table_name(model)
                + (names.empty() ? " DEFAULT VALUES"
                                 : " (" + names + ") VALUES (" + values + ")");
    auto selected = s_.fields.collect(definition.type->core(), f);
    tuple columns;
    out.kind = plan::step_kind::one;
    out.shape.kind = plan::shape_kind::object;
    std::string text;
    if (s_.dialect() == plan::dialect::postgres) {
      table_scope t{model, sql::quote("written")};
      std::string joins;
      out.shape.fields = select_fields(q, t, selected, columns, &joins);
      text = "WITH written AS (" + head + " RETURNING *) "
             + top_level(s_.dialect(), columns) + " FROM written" + joins;
    } else {
      table_scope t{model, sql::quote(model.table)};
      out.shape.fields = select_fields(q, t, selected, columns, nullptr);
      if (columns.values().empty())
        columns.add("1");
      text = head + " RETURNING " + top_level(s_.dialect(), columns).substr(7);
    }
    out.statement = finish(q, std::move(text), true);
  }

  template <class F>
  void add_object(const graphql::types::input_value& argument,
                  const input& value, F add) {
    const auto& type = argument.type->core();
    for (const auto& in : s_.in.catalog.inputs) {
      if (in.name != type.name)
        continue;
      for (const auto& x : in.fields)
        if (const auto* given = value.find(x.name))
          add(x.column, *given);
    }
  }

  std::shared_ptr<plan::statement> finish(statement_scope& q, std::string text,
                                          bool writes) {
    auto out = std::make_shared<plan::statement>();
    out->dialect = s_.dialect();
    out->id = hash64(text);
    out->sql = std::move(text);
    out->parameters = std::move(q.parameters);
    out->writes = writes;
    return out;
  }

  session s_;
};

} // namespace

result<std::shared_ptr<const plan::operation_plan>>
plan_operation(const request& x) {
  return operation_planner{x}.run();
}

} // namespace troupe::compiler::planner
