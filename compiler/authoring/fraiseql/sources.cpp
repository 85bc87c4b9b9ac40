#include "compiler/authoring/fraiseql/build.hpp"
#include "compiler/authoring/names.hpp"

#include <algorithm>

namespace troupe::compiler::authoring::fraiseql {

source read_source(std::string_view text) {
  auto dot = text.find('.');
  if (dot == std::string_view::npos)
    return {{}, std::string{text}};
  return {std::string{text.substr(0, dot)}, std::string{text.substr(dot + 1)}};
}

int32_t builder::model_over(std::string_view type, std::string_view from,
                            std::string_view column, const std::string& place) {
  auto found = model_of_.find(type);
  if (found == model_of_.end())
    return -1;
  auto& models = out_.catalog.models;
  auto index = static_cast<size_t>(found->second);
  if (column.empty())
    column = "data";
  if (from.empty()) {
    if (models[index].embedded) {
      fail(place, "neither it nor type \"" + std::string{type}
                    + "\" has a \"sql_source\".");
      return -1;
    }
    return found->second;
  }
  auto s = read_source(from);
  auto key = std::string{type} + "\n" + s.schema + "." + s.table + "\n"
             + std::string{column};
  if (auto i = over_.find(key); i != over_.end())
    return i->second;
  if (!models[index].embedded) {
    // The same type from another view.
    auto other = models[index];
    other.hidden = true;
    other.columns.clear();
    other.primary_key.clear();
    other.node_key.clear();
    for (auto& f : other.fields)
      f.column = -1;
    index = models.size();
    models.push_back(std::move(other));
  }
  bind_source(models[index], from, column, place);
  native_columns(models[index]);
  over_.emplace(std::move(key), static_cast<int32_t>(index));
  return static_cast<int32_t>(index);
}

void builder::bind_source(plan::model_def& m, std::string_view from,
                          std::string_view column, const std::string& place) {
  auto s = read_source(from);
  if (!valid_name(s.table) || (!s.schema.empty() && !valid_name(s.schema)))
    return fail(place, "\"" + std::string{from}
                         + "\" is no name of a view: letters, digits and "
                           "underscores, with a schema before a dot.");
  m.schema = std::move(s.schema);
  m.table = std::move(s.table);
  m.embedded = false;
  m.document = -1;
  if (facts_ != nullptr && find_table(m) == nullptr)
    return; // the checks against the database say so
  m.document = this->column(m, column, "jsonb");
  if (m.document < 0)
    fail(place, "view \"" + std::string{from} + "\" has no column \""
                  + std::string{column} + "\".");
}

const plan::table_facts* builder::find_table(const plan::model_def& m) const {
  if (facts_ == nullptr)
    return nullptr;
  for (const auto& t : facts_->tables) {
    bool in_default = t.schema.empty()
                      || std::ranges::find(facts_->default_schemas, t.schema)
                           != facts_->default_schemas.end();
    if (t.name == m.table
        && (m.schema.empty() ? in_default : t.schema == m.schema))
      return &t;
  }
  return nullptr;
}

int32_t builder::column(plan::model_def& m, std::string_view name,
                        std::string_view type) {
  for (size_t i = 0; i < m.columns.size(); ++i)
    if (m.columns[i].name == name)
      return static_cast<int32_t>(i);
  plan::column_def out;
  out.name = name;
  out.type = plan::parse_column_type(plan::dialect::postgres, type);
  if (const auto* t = find_table(m)) {
    auto c = std::ranges::find(t->columns, name, &plan::column_facts::name);
    if (c == t->columns.end())
      return -1;
    out.type = c->type;
    out.nullable = c->nullable;
  }
  m.columns.push_back(std::move(out));
  return static_cast<int32_t>(m.columns.size() - 1);
}

/// Vectors are compared in columns beside the document.
void builder::vector_columns(plan::model_def& m) {
  for (auto& f : m.fields) {
    auto found = vectors_.find({m.name, f.key});
    if (found == vectors_.end() || f.kind == plan::field_kind::distance)
      continue;
    f.column = column(m, f.key, found->second);
    if (f.column < 0)
      warn("\"" + m.table + "\" has no column \"" + f.key
           + "\" beside its documents: its vectors cannot be searched.");
  }
}

std::string builder::hierarchy(std::string_view name,
                               const std::string& place) {
  const auto* all = schema_.find("hierarchies_config");
  const auto* one = all == nullptr ? nullptr : all->find(name);
  auto table = one == nullptr ? source{} : read_source(text(*one, "table"));
  auto path = one == nullptr ? std::string_view{} : text(*one, "path_column");
  if (!valid_name(table.table) || !valid_name(path)
      || (!table.schema.empty() && !valid_name(table.schema))) {
    fail(place, "hierarchy \"" + std::string{name}
                  + "\" must be in \"hierarchies_config\", with \"table\" "
                    "and \"path_column\".");
    return {};
  }
  return "SELECT \"" + std::string{path} + "\" FROM "
         + (table.schema.empty() ? "" : "\"" + table.schema + "\".") + "\""
         + table.table + "\" WHERE \"id\" = ";
}

/// Columns beside the document that have the value of one of its fields.
void builder::native_columns(plan::model_def& m) {
  vector_columns(m);
  const auto* t = find_table(m);
  if (t == nullptr)
    return;
  for (auto& f : m.fields) {
    bool known = std::ranges::any_of(t->columns, [&](const auto& c) {
      return c.name == f.key && c.type.base != plan::base_type::jsonb;
    });
    if (known && f.kind != plan::field_kind::distance)
      f.column = column(m, f.key, "text");
  }
  if (auto key = std::ranges::find(m.fields, "id", &plan::field_def::key);
      key != m.fields.end() && key->column >= 0 && m.primary_key.empty())
    m.primary_key = {key->column};
}

/// `pk_user` orders pages, `id` is in global ids.
void builder::relay_keys(plan::model_def& m, std::string_view cursor_type) {
  auto uuid = cursor_type == "uuid";
  auto name = uuid ? std::string{"id"} : "pk_" + snake_case(m.name);
  auto key = column(m, name, uuid ? "uuid" : "bigint");
  if (key >= 0) {
    m.columns[static_cast<size_t>(key)].nullable = false;
    m.primary_key = {key};
  }
  auto id = column(m, "id", "uuid");
  if (id >= 0)
    m.node_key = {id};
}

} // namespace troupe::compiler::authoring::fraiseql
