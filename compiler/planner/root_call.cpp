#include "compiler/planner/call.hpp"
#include "compiler/planner/document.hpp"
#include "compiler/planner/write.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

/// Functions of the database that are mutations. What a function changes cannot
/// be seen by the statement that calls it, so a script calls it, remembers its
/// answer as JSON and reads what is asked of it in another statement. What the
/// answer is (a response in one of its forms, or a row) shows when it is there.
namespace troupe::compiler::planner {

namespace {

class call_planner {
public:
  explicit call_planner(const root_field& x) : x_(x), to_{x, {}} {
    // nop
  }

  void run() {
    effects();
    const auto& type = x_.definition.type->nullable();
    if (type.core().leaf())
      return value();
    if (type.list())
      return rows();
    answer(type.core());
  }

private:
  void effects() {
    const auto& fn = *x_.root.function;
    if (!writes())
      return;
    x_.out.writes_anything = !fn.effects_known;
    x_.out.writes = fn.writes;
    const auto& core = x_.definition.type->core();
    if (core.kind == graphql::types::kind::object)
      written(core);
    for (const auto* t : core.possible())
      written(*t);
  }

  void written(const graphql::types::type& type) {
    auto& all = x_.out.writes;
    const auto& m = x_.s.model(type.tag);
    if (m.answer == plan::answer_kind::response)
      for (const auto& f : type.fields())
        if (f.tag >= 0 && m.fields[static_cast<size_t>(f.tag)].key == "entity"
            && f.type->core().kind == graphql::types::kind::object)
          written(f.type->core());
    if (!m.embedded && std::ranges::find(all, type.tag) == all.end())
      all.push_back(type.tag);
  }

  bool writes() const noexcept {
    return x_.root.operation == plan::operation::mutation;
  }

  // -- scalars ----------------------------------------------------------------

  void value() {
    statement_scope q{x_.s, {}, 0};
    q.opaque = true;
    x_.out.kind = plan::step_kind::scalar;
    x_.out.shape.column = 0;
    auto text = "SELECT " + function_call(q, x_) + " AS value";
    to_.parts.push_back(finish(q, std::move(text), writes()));
    log({});
    x_.out.statement = make_script(to_.parts, 0);
  }

  void log(const std::string& slot) {
    auto text = log_call(x_, slot);
    if (text.empty())
      return;
    statement_scope q{x_.s, {}, 0};
    to_.add(q, std::move(text));
  }

  // -- rows -------------------------------------------------------------------

  void rows() {
    const auto& model = x_.s.model(x_.root.model);
    auto slot = to_.slot();
    statement_scope call{x_.s, {}, 0};
    auto text = "SELECT set_config(" + text_literal(slot)
                + ", (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]')::text FROM "
                + function_call(call, x_) + " AS r), true)";
    to_.add(call, std::move(text));
    log({});
    statement_scope q{x_.s, {}, 0};
    table_scope t{model, q.alias()};
    tuple columns;
    std::string joins;
    auto fields = select_fields(
      q, t, x_.s.fields.collect(x_.definition.type->core(), x_.field), columns,
      &joins);
    if (columns.values().empty())
      columns.add("1");
    x_.out.kind = plan::step_kind::list;
    x_.out.list_nullable = !x_.definition.type->non_null();
    x_.out.shape.kind = plan::shape_kind::object;
    x_.out.shape.fields = std::move(fields);
    auto table = sql::table_name(model);
    to_.parts.push_back(
      finish(q,
             top_level(x_.s.dialect(), columns)
               + " FROM (SELECT row_number() OVER () AS troupe_n, p.* FROM "
                 "jsonb_populate_recordset(NULL::"
               + table + ", current_setting(" + text_literal(slot)
               + ")::jsonb) AS p) AS " + t.alias + joins + " ORDER BY "
               + t.alias + ".troupe_n",
             false));
    x_.out.statement = make_script(to_.parts, to_.parts.size() - 1);
  }

  // -- one entity, a response, or an error ------------------------------------

  void answer(const graphql::types::type& core) {
    std::vector<const graphql::types::type*> types{&core};
    if (core.abstract())
      types.assign(core.possible().begin(), core.possible().end());
    x_.out.kind = plan::step_kind::answer;
    statement_scope q{x_.s, {}, 0};
    columns_.add("r.v");
    entities_ = std::ranges::count_if(types, [&](const auto* t) {
      return x_.s.model(t->tag).answer != plan::answer_kind::error;
    });
    const plan::model_def* document = nullptr;
    for (const auto* type : types) {
      const auto& m = x_.s.model(type->tag);
      if (m.document >= 0)
        document = &m;
      x_.out.members.push_back(member(q, *type, m));
    }
    if (document != nullptr)
      x_.out.document_column =
        document->columns[static_cast<size_t>(document->document)].name;
    statement_scope call{x_.s, {}, 0};
    call.opaque = true;
    auto from = function_call(call, x_) + " AS r WHERE NOT (r IS NULL) LIMIT 1";
    bool logs = !log_call(x_, "x").empty();
    bool simple = joins_.empty() && !logs && !one_transaction(x_.s);
    if (simple) {
      x_.out.statement =
        finish(call, "SELECT to_jsonb(r) AS v FROM " + from, writes());
      return;
    }
    auto slot = to_.slot();
    auto text = "SELECT set_config(" + text_literal(slot)
                + ", coalesce((SELECT to_jsonb(r)::text FROM " + from
                + "), ''), true)";
    to_.add(call, std::move(text));
    auto source = answered(slot, document);
    if (one_transaction(x_.s)) {
      // What it says has to undo the others: the drivers know this text.
      statement_scope check{x_.s, {}, 0};
      to_.add(check,
              "SELECT CASE WHEN refused THEN ('troupe:refused ' || v::text)"
              "::boolean END FROM "
                + source);
    }
    log(slot);
    to_.parts.push_back(finish(q,
                               top_level(x_.s.dialect(), columns_) + " FROM "
                                 + source + joins_ + " WHERE r.v IS NOT NULL",
                               false));
    x_.out.statement = make_script(to_.parts, to_.parts.size() - 1);
  }

  plan::answer_member member(statement_scope& q,
                             const graphql::types::type& type,
                             const plan::model_def& m) {
    plan::answer_member out;
    out.type = m.name;
    out.error_class = m.error_class;
    out.shape.kind = plan::shape_kind::object;
    out.shape.at = x_.out.shape.at;
    out.shape.coordinate = m.name;
    auto selected = x_.s.fields.collect(type, x_.field);
    if (m.answer == plan::answer_kind::error) {
      out.source = plan::answer_source::error;
    } else if (m.answer == plan::answer_kind::response) {
      out.source = plan::answer_source::response;
    } else if (in_rows(m, type, selected)) {
      out.source = plan::answer_source::row;
      entity(q, m, selected, out.shape);
      return out;
    }
    out.shape.column = 0;
    out.shape.fields = of_json(q, type, m, selected);
    return out;
  }

  /// Whether a selection needs rows of the table; the fields of a document are
  /// all in the entity.
  bool in_rows(const plan::model_def& m, const graphql::types::type& type,
               const std::vector<collected_field>& selected) const {
    if (m.embedded)
      return false;
    return m.document < 0 || std::ranges::any_of(selected, [&](const auto& f) {
             const auto* d = type.find_field(f.first().name.text);
             return d != nullptr && d->tag >= 0
                    && m.fields[static_cast<size_t>(d->tag)].kind
                         != plan::field_kind::document;
           });
  }

  std::vector<plan::shape>
  of_json(statement_scope& q, const graphql::types::type& type,
          const plan::model_def& m,
          const std::vector<collected_field>& selected) {
    std::vector<plan::shape> out;
    for (const auto& f : selected) {
      const auto* d = x_.s.in.schema.find_field(type, f.first().name.text);
      if (d == nullptr)
        continue;
      if (m.answer == plan::answer_kind::response && d->tag >= 0
          && m.fields[static_cast<size_t>(d->tag)].key == "entity"
          && d->type->core().kind == graphql::types::kind::object) {
        const auto& target = x_.s.model(d->type->core().tag);
        auto below = x_.s.fields.collect(d->type->core(), f);
        if (in_rows(target, d->type->core(), below)) {
          auto& shape = out.emplace_back();
          describe(x_.s, f, *d, m.name, shape);
          shape.kind = plan::shape_kind::object;
          entity(q, target, below, shape);
          continue;
        }
      }
      auto more = document_fields(q, type, {f}, 0);
      std::ranges::move(more, std::back_inserter(out));
      if (m.answer == plan::answer_kind::response && d->tag >= 0
          && m.fields[static_cast<size_t>(d->tag)].key == "updated_fields")
        name_columns(m, out.back());
    }
    join_document_parts(out);
    return out;
  }

  /// Names of columns become those of the entity's fields.
  void name_columns(const plan::model_def& response, plan::shape& out) {
    out.output = plan::output::enum_value;
    for (const auto& f : response.fields) {
      if (f.key != "entity")
        continue;
      const auto* type =
        x_.s.in.schema.find(f.type.substr(0, f.type.find_last_not_of('!') + 1));
      if (type == nullptr || !type->composite() || type->tag < 0)
        continue;
      const auto& m = x_.s.model(type->tag);
      for (const auto& e : m.fields) {
        auto name =
          e.column >= 0 ? m.columns[static_cast<size_t>(e.column)].name : e.key;
        if (!name.empty() && name != e.name)
          out.renames.emplace_back(name, e.name);
      }
    }
  }

  /// The row that the entity stands for, as it is now; one that is gone is what
  /// the function says.
  void entity(statement_scope& q, const plan::model_def& m,
              const std::vector<collected_field>& selected, plan::shape& out) {
    table_scope t{m, q.alias()};
    auto table = sql::table_name(m);
    std::string e = "r.e";
    if (entities_ > 1)
      e = "(CASE WHEN coalesce(r.v ->> 'entity_type', " + text_literal(m.name)
          + ") = " + text_literal(m.name) + " THEN r.e END)";
    std::string key;
    for (auto i : m.primary_key)
      key += (key.empty() ? "" : " AND ") + key_equals(m, i, e);
    std::string row;
    if (!key.empty())
      row = "(SELECT troupe_row FROM " + table + " AS troupe_row WHERE " + key
            + " LIMIT 1)";
    if (m.document < 0)
      row += (row.empty() ? "" : ", ")
             + ("CASE WHEN jsonb_typeof(" + e
                + ") = 'object' THEN jsonb_populate_record(NULL::" + table
                + ", " + e + ") END");
    joins_ += " LEFT JOIN LATERAL unnest(ARRAY[coalesce("
              + (row.empty() ? "NULL::" + table : row) + ")]) AS " + t.alias
              + " ON TRUE";
    out.column =
      columns_.add("CASE WHEN NOT (" + t.alias + " IS NULL) THEN 1 END");
    out.fields = select_fields(q, t, selected, columns_, &joins_);
  }

  static std::string key_equals(const plan::model_def& m, int32_t column,
                                const std::string& e) {
    const auto& c = m.columns[static_cast<size_t>(column)];
    auto text = e + " ->> " + text_literal(c.name);
    bool whole = c.type.base == plan::base_type::int2
                 || c.type.base == plan::base_type::int4
                 || c.type.base == plan::base_type::int8;
    // The id beside the entity is a UUID or a text, the key may be neither.
    if (m.primary_key.size() == 1
        && (c.type.base == plan::base_type::uuid
            || c.type.base == plan::base_type::text))
      text = "coalesce(" + text + ", r.v ->> 'entity_id')";
    else if (m.primary_key.size() == 1 && whole)
      text = "coalesce(" + text
             + ", substring(r.v ->> 'entity_id' FROM '^[0-9]{1,9}$'))";
    return "troupe_row." + sql::quote(c.name) + " = (" + text
           + ")::" + c.type.name;
  }

  const root_field& x_;
  write_script to_;
  tuple columns_;
  std::string joins_;
  std::ptrdiff_t entities_ = 0; ///< types of the result that are no errors
};

} // namespace

void plan_call(const root_field& x) {
  call_planner{x}.run();
}

} // namespace troupe::compiler::planner
