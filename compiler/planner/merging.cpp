#include "compiler/planner/merging.hpp"

#include "compiler/sql/dialect.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace troupe::compiler::planner {

namespace {

constexpr uint32_t most_lookups = 128;
/// Rows that merged lists may have together.
constexpr int64_t most_rows = 1024;

/// The type to cast a parameter to, without modifiers: a cast to `varchar(3)`
/// would cut what the bare comparison does not. Empty: the parameter cannot go
/// into an array without changing what is compared.
std::string bare_type(const plan::parameter& p) {
  if (p.type.array || p.transform == plan::transform::list)
    return {};
  switch (p.type.base) {
    case plan::base_type::boolean:
      return "boolean";
    case plan::base_type::int2:
      return "smallint";
    case plan::base_type::int4:
      return "integer";
    case plan::base_type::int8:
      return "bigint";
    case plan::base_type::float4:
      return "real";
    case plan::base_type::float8:
      return "double precision";
    case plan::base_type::numeric:
      return "numeric";
    case plan::base_type::uuid:
      return "uuid";
    case plan::base_type::date:
      return "date";
    case plan::base_type::timestamp:
      return "timestamp";
    case plan::base_type::timestamptz:
      return "timestamptz";
    case plan::base_type::enumeration:
      return p.type.name;
    case plan::base_type::text: {
      // char(n), citext and name compare by rules of their own.
      constexpr std::array plain{"text", "varchar", "character varying"};
      std::string_view name = p.type.name;
      name = name.substr(0, name.find('('));
      while (name.ends_with(' '))
        name.remove_suffix(1);
      return name.empty() || std::ranges::find(plain, name) != plain.end()
               ? "text"
               : "";
    }
    default:
      return {};
  }
}

/// Whether a condition picks rows by a foreign key, which has an index more
/// often than not.
bool picks_by_foreign_key(const plan::model_def& model, const input& where) {
  return std::ranges::any_of(where.fields, [&](const auto& f) {
    const auto* eq = f.value.find("eq");
    if (eq == nullptr || eq->leaf < 0)
      return false;
    auto field =
      std::ranges::find(model.fields, f.name, &plan::field_def::name);
    if (field == model.fields.end() || field->kind != plan::field_kind::column)
      return false;
    return std::ranges::any_of(model.relations, [&](const auto& r) {
      return !r.many && r.on[0].local == field->column;
    });
  });
}

/// `= ANY($1)`; the rows bring their key along.
bool by_any(const statement_scope& q, plan::statement& out,
            const list_sql& list, const list_request& x) {
  if (x.equals.size() != 1 || out.parameters.size() != 1 || x.where != nullptr)
    return false;
  const auto& c = x.model.columns[static_cast<size_t>(x.equals[0].first)];
  if (c.type.base != plan::base_type::int2
      && c.type.base != plan::base_type::int4
      && c.type.base != plan::base_type::int8)
    return false;
  table_scope t{x.model, sql::quote("t0")};
  auto key = t.column(x.equals[0].first);
  auto wanted = key + " = $1";
  auto at = out.sql.find(wanted);
  auto from = out.sql.find(list.from.substr(0, 5),
                           top_level(q.s.dialect(), list.columns).size());
  if (at == std::string::npos || from == std::string::npos || at < from)
    return false;
  auto text = out.sql;
  text.replace(at, wanted.size(), key + " = ANY($1)");
  text.insert(from, ", " + key + " ");
  out.merged_sql = std::move(text);
  out.merge = plan::merge_form::keys;
  out.merged_most = most_lookups;
  return true;
}

/// A join with the sets of parameters; the rows bring the number of their set
/// along.
void by_sets(plan::statement& out, uint32_t most) {
  std::string arrays;
  std::string names;
  for (size_t i = 0; i < out.parameters.size(); ++i) {
    auto type = bare_type(out.parameters[i]);
    if (type.empty())
      return;
    auto number = std::to_string(i + 1);
    arrays += (i > 0 ? ", $" : "$") + number + "::" + type + "[]";
    names += "p" + number + ", ";
  }
  out.merged_sql =
    "SELECT q.*, m.n FROM unnest(" + arrays + ") WITH ORDINALITY AS m (" + names
    + "n) CROSS JOIN LATERAL (" + with_set_columns(out.sql) + ") AS q";
  out.merge = plan::merge_form::sets;
  out.merged_most = most;
}

} // namespace

std::string with_set_columns(std::string_view sql) {
  std::string out;
  char quote = 0;
  for (size_t i = 0; i < sql.size(); ++i) {
    auto c = sql[i];
    if (quote != 0)
      quote = c == quote ? 0 : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    bool number = i + 1 < sql.size()
                  && std::isdigit(static_cast<unsigned char>(sql[i + 1])) != 0;
    if (quote == 0 && c == '$' && number)
      out += "m.p";
    else
      out += c;
  }
  return out;
}

void plan_merge(const statement_scope& q, plan::statement& out,
                const list_sql& list, const list_request& x, bool by_key) {
  if (q.s.dialect() != plan::dialect::postgres || q.opaque)
    return;
  out.repeatable = true;
  if (out.parameters.empty())
    return;
  if (by_key) {
    if (!by_any(q, out, list, x))
      by_sets(out, most_lookups);
    return;
  }
  auto limit = x.single ? 1 : q.s.in.catalog.default_limit;
  if (x.limit != nullptr && x.limit->leaf < 0 && !x.limit->is_null())
    limit = x.limit->integer;
  bool bounded = limit > 0 && limit <= most_rows / 2
                 && (x.limit == nullptr || x.limit->leaf < 0);
  if (bounded && x.offset == nullptr && x.where != nullptr
      && picks_by_foreign_key(x.model, *x.where))
    by_sets(out,
            std::min(most_lookups, static_cast<uint32_t>(most_rows / limit)));
}

} // namespace troupe::compiler::planner
