#include "compiler/planner/document.hpp"

#include "base/json_write.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

std::string_view core_name(std::string_view notation) noexcept {
  while (notation.starts_with('['))
    notation.remove_prefix(1);
  while (notation.ends_with('!') || notation.ends_with(']'))
    notation.remove_suffix(1);
  return notation;
}

/// What a value in a document is read as, by its GraphQL type.
plan::column_type type_in_document(const session& s,
                                   std::string_view notation) {
  constexpr std::pair<std::string_view, std::string_view> types[] = {
    {"Int", "bigint"},
    {"BigInt", "bigint"},
    {"Float", "numeric"},
    {"Decimal", "numeric"},
    {"Boolean", "boolean"},
    {"DateTime", "timestamptz"},
    {"Date", "date"},
    {"Time", "time"},
    {"LocalDateTime", "timestamp"},
    {"JSON", "jsonb"}};
  std::string_view name = "text";
  const auto* core = s.in.schema.find(core_name(notation));
  auto base = core == nullptr ? core_name(notation) : scalar_base(s, *core);
  for (const auto& [scalar, type] : types)
    if (scalar == base)
      name = type;
  if (notation.starts_with('['))
    name = "jsonb";
  return plan::parse_column_type(plan::dialect::postgres, name);
}

/// A key as an SQL string. It comes from the author of the schema.
std::string literal(std::string_view x) {
  std::string out = "'";
  for (auto c : x) {
    if (c == '\'')
      out += '\'';
    out += c;
  }
  return out + "'";
}

std::string at(plan::dialect dialect, const table_scope& t,
               const plan::field_def& f, bool as_text) {
  const auto* arrow = as_text ? "->>" : "->";
  if (dialect == plan::dialect::postgres)
    return t.document_text() + arrow + literal(f.key);
  return t.document_text() + " " + arrow + " " + literal("$.\"" + f.key + "\"");
}

std::vector<std::pair<std::string, std::string>>
renames_of(const session& s, const graphql::types::type& core) {
  std::vector<std::pair<std::string, std::string>> out;
  if (core.kind != graphql::types::kind::enum_ || core.tag < 0)
    return out;
  for (const auto& v : s.in.catalog.enums[static_cast<size_t>(core.tag)].values)
    if (v.name != v.sql)
      out.emplace_back(v.sql, v.name);
  return out;
}

/// What an object of an interface or union shows: its `__typename` says which
/// of the types it is.
std::vector<plan::shape> document_variants(statement_scope& q,
                                           const graphql::types::type& of,
                                           const collected_field& field) {
  std::vector<plan::shape> out(1);
  auto& x = out.front();
  x.kind = plan::shape_kind::variants;
  for (const auto* type : of.possible()) {
    if (type->tag < 0)
      continue;
    auto& to = x.fields.emplace_back();
    to.kind = plan::shape_kind::object;
    to.name = type->name;
    to.fields = document_fields(q, *type, q.s.fields.collect(*type, field), -1);
  }
  return out;
}

} // namespace

operand operand_of(const session& s, const table_scope& t,
                   const plan::field_def& f) {
  if (f.kind == plan::field_kind::expression) {
    return {expand_expression(t, f.sql), plan::scalar_type(core_name(f.type)),
            true, true};
  }
  if (f.column >= 0) {
    const auto& c = t.model.columns[static_cast<size_t>(f.column)];
    return {t.column(f.column), c.type, c.nullable};
  }
  auto type = type_in_document(s, f.type);
  if (type.base == plan::base_type::jsonb)
    return {document_json(s.dialect(), t, f)
              + (s.dialect() == plan::dialect::postgres ? "::jsonb" : ""),
            type,
            true,
            true,
            {},
            "(" + at(s.dialect(), t, f, true) + ")"};
  auto text = "(" + at(s.dialect(), t, f, true) + ")";
  if (s.dialect() == plan::dialect::postgres)
    return {type.base == plan::base_type::text ? text : text + "::" + type.name,
            type, true, true};
  // SQLite compares numbers with numbers only if it knows that they are.
  bool number =
    type.base == plan::base_type::int8 || type.base == plan::base_type::numeric;
  if (type.base != plan::base_type::boolean)
    text = "CAST(" + text + (number ? " AS NUMERIC)" : " AS TEXT)");
  return {text, type, true, true};
}

std::vector<std::pair<std::string, std::string>>
document_renames(const session& s, const plan::field_def& f) {
  std::vector<std::pair<std::string, std::string>> out;
  if (const auto* type = s.in.schema.find(core_name(f.type)))
    for (auto& [sql, name] : renames_of(s, *type))
      out.emplace_back(name, sql);
  return out;
}

std::string document_json(plan::dialect dialect, const table_scope& t,
                          const plan::field_def& f) {
  return "(" + at(dialect, t, f, false) + ")";
}

table_scope within_document(const session& s, const table_scope& t,
                            const plan::field_def& f) {
  const auto* type = s.in.schema.find(core_name(f.type));
  return {s.model(type->tag), t.alias, document_json(s.dialect(), t, f)};
}

std::string field_equality(statement_scope& q, const table_scope& t,
                           int32_t field, const input& value) {
  const auto& f = t.model.fields[static_cast<size_t>(field)];
  check_visible(q.s, f);
  auto x = operand_of(q.s, t, f);
  if (value.is_null())
    return x.text + " IS NULL";
  return x.text + " = "
         + q.bind(value, x.type, plan::transform::none,
                  document_renames(q.s, f));
}

bool is_object(const session& s, const plan::field_def& f) {
  const auto* type = s.in.schema.find(core_name(f.type));
  return type != nullptr && type->composite();
}

std::string_view scalar_base(const session& s,
                             const graphql::types::type& core) noexcept {
  if (core.kind != graphql::types::kind::scalar || core.tag < 0)
    return core.name;
  const auto& x = s.in.catalog.scalars[static_cast<size_t>(core.tag)];
  if (!x.base.empty())
    return x.base;
  return s.in.catalog.fraiseql ? std::string_view{} : core.name;
}

bool hidden(session& s, const plan::field_def& f, plan::shape& out) {
  if (f.masked) {
    out.kind = plan::shape_kind::literal;
    out.literal = "null";
    return true;
  }
  if (!f.requires_scope.empty())
    s.fail(out.at, "Field \"" + f.name
                     + "\" needs a right that this server cannot check yet.");
  return false;
}

void check_visible(session& s, const plan::field_def& f) {
  if (f.masked || !f.requires_scope.empty())
    s.fail(0, "Field \"" + f.name
                + "\" needs a right that this server cannot check yet: it can "
                  "neither be compared nor ordered by.");
}

plan::shape document_shape(statement_scope& q, const plan::model_def& model,
                           const collected_field& field,
                           const graphql::types::field& definition,
                           int32_t column) {
  plan::shape out;
  describe(q.s, field, definition, model.name, out);
  const auto& d = model.fields[static_cast<size_t>(definition.tag)];
  if (hidden(q.s, d, out))
    return out;
  if (d.kind == plan::field_kind::distance)
    q.s.fail(out.at, "\"" + d.name
                       + "\" is how far a row is from the vector of `nearest`; "
                         "an object within a document has none.");
  // As JSON text has it, so that the bytes can be compared.
  auto key = json::quoted(d.key);
  out.json_key = key.substr(1, key.size() - 2);
  out.column = column;
  const auto& core = definition.type->core();
  if (!core.composite()) {
    out.renames = renames_of(q.s, core);
    return out;
  }
  out.kind = definition.type->nullable().list() ? plan::shape_kind::rows
                                                : plan::shape_kind::object;
  out.fields =
    core.abstract()
      ? document_variants(q, core, field)
      : document_fields(q, core, q.s.fields.collect(core, field), -1);
  return out;
}

std::vector<plan::shape>
document_fields(statement_scope& q, const graphql::types::type& type,
                const std::vector<collected_field>& selected, int32_t column) {
  std::vector<plan::shape> out;
  for (const auto& f : selected) {
    const auto* d = q.s.in.schema.find_field(type, f.first().name.text);
    if (d == nullptr)
      continue;
    if (d == &q.s.in.schema.typename_field()) {
      auto& x = out.emplace_back();
      describe(q.s, f, *d, type.name, x);
      x.kind = plan::shape_kind::literal;
      x.literal = json::quoted(type.name);
      continue;
    }
    out.push_back(document_shape(q, q.s.model(type.tag), f, *d, column));
  }
  return out;
}

std::vector<plan::shape> document_of_several(statement_scope& q,
                                             const table_scope& t,
                                             const collected_field& field,
                                             tuple& columns) {
  const auto& c = t.model.columns[static_cast<size_t>(t.model.document)];
  std::vector<plan::shape> out(1);
  auto& x = out.front();
  x.kind = plan::shape_kind::document_part;
  x.nullable = false;
  x.at = field.first().at.begin;
  x.coordinate = t.model.name;
  x.column = columns.add(
    sql::readable(q.s.dialect(), c.type, t.column(t.model.document)));
  x.fields = document_variants(q, *q.s.in.schema.find(t.model.name), field);
  return out;
}

void join_document_parts(std::vector<plan::shape>& fields) {
  auto in_document = [](const plan::shape& x) { return !x.json_key.empty(); };
  if (std::ranges::none_of(fields, in_document))
    return;
  std::vector<plan::shape> out;
  for (auto& f : fields) {
    if (f.kind == plan::shape_kind::document_part) {
      out.push_back(std::move(f));
      continue;
    }
    bool joins = in_document(f) || f.kind == plan::shape_kind::literal;
    if (!joins || out.empty()
        || out.back().kind != plan::shape_kind::document_part
        || !out.back().json_key.empty()) {
      if (!in_document(f)) {
        out.push_back(std::move(f));
        continue;
      }
      auto& part = out.emplace_back();
      part.kind = plan::shape_kind::document_part;
      part.column = f.column;
    }
    out.back().fields.push_back(std::move(f));
  }
  fields = std::move(out);
}

} // namespace troupe::compiler::planner
