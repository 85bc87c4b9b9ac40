#include "base/json_write.hpp"
#include "compiler/planner/connection.hpp"
#include "compiler/planner/document.hpp"
#include "compiler/planner/later.hpp"
#include "compiler/planner/select.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>
#include <iterator>

namespace troupe::compiler::planner {

namespace {

plan::output output_of(const session& s, const graphql::types::type& core) {
  using graphql::types::scalar_kind;
  if (core.kind == graphql::types::kind::enum_)
    return plan::output::enum_value;
  switch (core.scalar) {
    case scalar_kind::int_:
      return plan::output::int_;
    case scalar_kind::float_:
      return plan::output::float_;
    case scalar_kind::boolean:
      return plan::output::boolean;
    case scalar_kind::string:
      return plan::output::string;
    case scalar_kind::id:
      return plan::output::id;
    case scalar_kind::custom:
      break;
  }
  constexpr std::pair<std::string_view, plan::output> custom[] = {
    {"BigInt", plan::output::bigint},
    {"Decimal", plan::output::decimal},
    {"JSON", plan::output::json},
    {"Bytes", plan::output::bytea},
    {"DateTime", plan::output::timestamp},
    {"LocalDateTime", plan::output::timestamp},
    // The bases of an author's scalars.
    {"Int", plan::output::int_},
    {"Float", plan::output::float_},
    {"Boolean", plan::output::boolean},
    {"ID", plan::output::id},
  };
  auto base = scalar_base(s, core);
  for (const auto& [name, out] : custom)
    if (base == name)
      return out;
  return base.empty() ? plan::output::json : plan::output::automatic;
}

/// Whether the members of a document that are asked for come from the database
/// one by one. To write out a whole document takes longer than to find a few
/// members in it; for more it is taken apart, and out of line fetched, once for
/// each. Lists and JSON may be most of it (benches/documents).
bool members_apart(const session& s, const table_scope& t,
                   const graphql::types::type& type,
                   const std::vector<collected_field>& selected) {
  constexpr size_t few = 3;
  const auto& m = t.model;
  if (s.dialect() != plan::dialect::postgres || m.document < 0
      || m.columns[static_cast<size_t>(m.document)].type.base
           != plan::base_type::jsonb)
    return false;
  std::vector<std::string_view> keys;
  for (const auto& f : selected) {
    const auto* d = s.in.schema.find_field(type, f.first().name.text);
    if (d == nullptr || d->tag < 0)
      continue;
    const auto& field = m.fields[static_cast<size_t>(d->tag)];
    if (field.kind != plan::field_kind::document || field.masked)
      continue;
    if (field.type.starts_with('[') || field.type.starts_with("JSON"))
      return false;
    if (std::ranges::find(keys, field.key) == keys.end())
      keys.push_back(field.key);
  }
  return keys.size() <= few;
}

/// Adds one field of an object to its tuple.
class field_builder {
public:
  field_builder(statement_scope& q, const table_scope& t, tuple& columns,
                std::string* joins, bool apart)
    : q_(q),
      t_(t),
      columns_(columns),
      joins_(joins),
      apart_(apart),
      depth_(q.s.depth) {
    // nop
  }

  /// What begins here and comes later.
  std::vector<plan::shape>& marks() noexcept {
    return marks_;
  }

  plan::shape run(const collected_field& f,
                  const graphql::types::field& definition) {
    plan::shape out;
    depth_scope unknown{q_.s, -1};
    planner::describe(q_.s, f, definition, t_.model.name, out);
    const auto& d = t_.model.fields[static_cast<size_t>(definition.tag)];
    switch (d.kind) {
      case plan::field_kind::column: {
        const auto& c = t_.model.columns[static_cast<size_t>(d.column)];
        out.column = columns_.add(readable(t_, d.column));
        out.scale = c.type.scale;
        for (auto& [from, to] : enum_renames(q_.s, t_.model, d.column))
          out.renames.emplace_back(to, from);
        break;
      }
      case plan::field_kind::expression:
        q_.opaque = true;
        out.column = columns_.add(expand_expression(t_, d.sql));
        break;
      case plan::field_kind::relation:
        relation(out, f, definition, d);
        break;
      case plan::field_kind::connection:
        connection(out, f, definition, d);
        break;
      case plan::field_kind::global_id:
        global_id(out);
        break;
      case plan::field_kind::document:
        return document(f, definition, d);
      case plan::field_kind::aggregate:
        aggregate_field(q_, t_, f, definition, d, columns_, out);
        break;
      case plan::field_kind::window:
        window_field(q_, t_, f, definition, columns_, out);
        break;
      case plan::field_kind::distance:
        distance(out, d);
        break;
    }
    return out;
  }

private:
  void relation(plan::shape& out, const collected_field& f,
                const graphql::types::field& definition,
                const plan::field_def& d) {
    const auto& r = t_.model.relations[static_cast<size_t>(d.relation)];
    const auto& target = q_.s.model(r.model);
    constexpr int32_t item = 2; // the name and the index
    depth_scope inside{q_.s, depth_ < 0 ? -1 : depth_ + (r.many ? item : 1)};
    auto selected = q_.s.fields.collect(definition.type->core(), f);
    if (!r.many && joins_ != nullptr
        && unique(r, target, &plan::column_pair::remote))
      return joined(out, r, target, selected, f);
    tuple::mark begin{q_.aliases, q_.parameters.size()};
    list_request x{target, {}};
    x.tie = [&](const table_scope& other) {
      return join_condition(r, t_, other);
    };
    x.nested = true;
    x.single = !r.many;
    x.at = out.at;
    x.field = &f;
    read_arguments(q_.s, f, definition, d.arguments, x);
    bool rest = r.many && cut(x, f);
    auto list = select_list(q_, x, selected);
    out.fields = std::move(list.fields);
    if (q_.s.dialect() == plan::dialect::sqlite
        && list.columns.values().size() > most_nested_values)
      q_.s.fail(out.at, "A nested selection may have at most 120 fields on "
                        "SQLite.");
    if (r.many) {
      out.kind = plan::shape_kind::rows;
      out.column = columns_.add_nested(
        q_,
        std::string{rows_mark}
          + sql::rows(q_.s.dialect(), list.columns.values(), list.from),
        begin);
      depth_scope here{q_.s, depth_};
      if (rest)
        q_.s.later->rest_of_list(t_, f, out.column, columns_, marks_);
    } else {
      out.kind = plan::shape_kind::row;
      out.column =
        columns_.add_nested(q_,
                            std::string{row_mark} + "(SELECT "
                              + sql::row(q_.s.dialect(), list.columns.values())
                              + " " + list.from + ")",
                            begin);
    }
  }

  void connection(plan::shape& out, const collected_field& f,
                  const graphql::types::field& definition,
                  const plan::field_def& d) {
    const auto& r = t_.model.relations[static_cast<size_t>(d.relation)];
    list_request x{q_.s.model(r.model), {}};
    x.tie = [&](const table_scope& other) {
      return join_condition(r, t_, other);
    };
    x.at = out.at;
    read_arguments(q_.s, f, definition, d.arguments, x);
    select_connection(q_, x, f, definition, columns_, out);
  }

  plan::shape document(const collected_field& f,
                       const graphql::types::field& definition,
                       const plan::field_def& d) {
    auto i = t_.model.document;
    const auto& c = t_.model.columns[static_cast<size_t>(i)];
    if (!apart_ || d.masked)
      return document_shape(
        q_, t_.model, f, definition,
        columns_.add(sql::readable(q_.s.dialect(), c.type, t_.column(i))));
    plan::shape out;
    out.kind = plan::shape_kind::document_part;
    out.column = columns_.add(document_json(q_.s.dialect(), t_, d));
    out.fields.push_back(
      document_shape(q_, t_.model, f, definition, out.column));
    out.json_key = out.fields.front().json_key;
    return out;
  }

  /// What `nearest` orders the rows by.
  void distance(plan::shape& out, const plan::field_def& d) {
    if (hidden(q_.s, d, out))
      return;
    if (t_.windows == nullptr || t_.windows->nearest != d.key)
      return q_.s.fail(out.at, "\"" + d.name
                                 + "\" is how far a row is from the vector of "
                                   "`nearest` over \""
                                 + d.key + "\": there is none to ask it with.");
    out.column = t_.windows->add(columns_, t_.windows->distance);
  }

  void global_id(plan::shape& out) {
    out.kind = plan::shape_kind::global_id;
    out.literal = t_.model.name;
    const auto& key =
      t_.model.node_key.empty() ? t_.model.primary_key : t_.model.node_key;
    for (auto i : key)
      out.fields.emplace_back().column = columns_.add(readable(t_, i));
  }

  /// Cuts a list that @stream divides. Returns whether its rest comes later.
  bool cut(list_request& x, const collected_field& f) {
    depth_scope here{q_.s, depth_};
    if (q_.s.later == nullptr || !q_.s.later->has_key(t_.model))
      return false;
    bool rest = q_.s.later->take_rest();
    (rest ? x.skip : x.take) = q_.s.later->first_items(f);
    return x.take != nullptr;
  }

  void joined(plan::shape& out, const plan::relation_def& r,
              const plan::model_def& target,
              const std::vector<collected_field>& selected,
              const collected_field& f) {
    cost_scope cost{q_.s, {.rows = 1}};
    table_scope other{target, q_.alias()};
    auto text = " LEFT JOIN " + sql::table_name(target) + " AS ";
    joined_row row{
      text + join_condition(r, t_, {target, {}}), other.alias, {}, false};
    for (const auto& pair : r.on)
      row.key.push_back(readable(other, pair.remote));
    const auto* from = columns_.joined(t_.alias);
    row.common = (from != nullptr && from->common)
                 || !unique(r, t_.model, &plan::column_pair::local);
    // The same relation under another name is joined once.
    auto known = columns_.join(std::move(row));
    if (known.empty()) {
      *joins_ += text + other.alias + " ON " + join_condition(r, t_, other);
    } else {
      --q_.aliases;
      other.alias = known;
    }
    out.kind = plan::shape_kind::object;
    out.column = columns_.add(readable(other, r.on[0].remote));
    out.fields = select_fields(q_, other, selected, columns_, joins_, &f);
  }

  /// Whether the columns of a relation on the side of a model meet at most one
  /// of its rows.
  static bool unique(const plan::relation_def& r, const plan::model_def& model,
                     int32_t plan::column_pair::*side) {
    auto covered = [&](const std::vector<int32_t>& key) {
      return !key.empty() && std::ranges::all_of(key, [&](int32_t c) {
        return std::ranges::find(r.on, c, side) != r.on.end();
      });
    };
    return covered(model.primary_key)
           || std::ranges::any_of(model.unique_keys, covered);
  }

  std::string readable(const table_scope& t, int32_t column) const {
    const auto& c = t.model.columns[static_cast<size_t>(column)];
    return sql::readable(q_.s.dialect(), c.type, t.column(column));
  }

  statement_scope& q_;
  const table_scope& t_;
  tuple& columns_;
  std::string* joins_;
  bool apart_; ///< members of the document come one by one
  int32_t depth_;
  std::vector<plan::shape> marks_;
};

} // namespace

void describe(session& s, const collected_field& field,
              const graphql::types::field& definition, std::string_view parent,
              plan::shape& out) {
  out.name = field.key;
  out.key = json::quoted(field.key) + ":";
  out.at = field.first().at.begin;
  out.coordinate = std::string{parent} + "." + std::string{definition.name};
  out.nullable = !definition.type->non_null();
  const auto& type = definition.type->nullable();
  const auto& core = type.core();
  out.output = output_of(s, core);
  if (type.list()) {
    out.list = core.leaf();
    out.items_nullable = !type.inner->non_null();
  }
}

std::vector<plan::shape>
select_fields(statement_scope& q, const table_scope& t,
              const std::vector<collected_field>& selected, tuple& columns,
              std::string* joins, const collected_field* field) {
  if (t.model.discriminator >= 0 && field != nullptr)
    return select_variants(q, t, *field, columns, joins);
  if (t.model.abstract != plan::abstract_kind::none && field != nullptr)
    return document_of_several(q, t, *field, columns);
  std::vector<plan::shape> out;
  std::vector<plan::shape> marks;
  std::vector<collected_field> now;
  if (q.s.later != nullptr)
    now = q.s.later->split(t, selected, columns, marks);
  const auto* type = q.s.in.schema.find(t.model.name);
  bool apart = members_apart(q.s, t, *type, selected);
  for (const auto& f : q.s.later != nullptr ? now : selected) {
    const auto* definition =
      q.s.in.schema.find_field(*type, f.first().name.text);
    if (definition == nullptr)
      continue;
    if (definition == &q.s.in.schema.typename_field()) {
      auto& x = out.emplace_back();
      describe(q.s, f, *definition, t.model.name, x);
      x.kind = plan::shape_kind::literal;
      x.literal = json::quoted(t.model.name);
      continue;
    }
    field_builder builder{q, t, columns, joins, apart};
    out.push_back(builder.run(f, *definition));
    std::ranges::move(builder.marks(), std::back_inserter(marks));
  }
  join_document_parts(out);
  std::ranges::move(marks, std::back_inserter(out));
  return out;
}

} // namespace troupe::compiler::planner
