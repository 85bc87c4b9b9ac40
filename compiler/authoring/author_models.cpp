#include "compiler/authoring/author_run.hpp"
#include "compiler/authoring/facts.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

void author_run::models() {
  for (auto name : order_) {
    const auto& [x, file] = types_.at(name);
    if ((x->kind != type_definition_kind::object || root_name(name))
        && !bound_abstract(*x))
      continue;
    model_of_.emplace(name, static_cast<int32_t>(model_of_.size()));
    sources_.push_back({x, file});
  }
  out_.catalog.models.resize(sources_.size());
  for (size_t i = 0; i < sources_.size(); ++i)
    model(out_.catalog.models[i], *sources_[i].definition, sources_[i].file);
  for (size_t i = 0; i < sources_.size(); ++i)
    out_.catalog.models[i].aggregates = generated(i);
  abstract_models();
}

void author_run::model(plan::model_def& m, const type_definition& x,
                       size_t file) {
  m.name = x.name.text;
  m.description = text_of(x.description);
  const auto* table = find_directive(x.directives, "table");
  m.table = argument_text(table, "name");
  m.schema = argument_text(table, "schema");
  m.cache = cache_hint_of(x.directives);
  m.embedded = find_directive(x.directives, "embedded") != nullptr;
  answer(m, x, file);
  if (m.table.empty() && !m.embedded)
    m.table = snake_case(m.name);
  for (const auto& i : x.interfaces)
    m.interfaces.emplace_back(i.text);
  bool tableless = x.kind != type_definition_kind::object && table == nullptr;
  const auto* facts =
    m.embedded || tableless ? nullptr : find_table(m, x, file);
  tables_.push_back(facts);
  if (tableless)
    return;
  if (in_document(x))
    document_model(m, x, file, facts);
  for (const auto& f : x.fields)
    if (!document_field(x, f) && !model_of_.contains(core_name(*f.type)))
      scalar_field(m, f, file, facts);
  for (const auto& f : x.fields)
    if (const auto* e = find_directive(f.directives, "expression"))
      expression_columns(m, *e, file, facts);
  if (!m.embedded)
    keys(m, x, table, file, facts);
}

/// `{name}` in an expression is a column of the row, whether a field shows it
/// or not; within quotes it is text.
void author_run::expression_columns(plan::model_def& m,
                                    const language::directive& e, size_t file,
                                    const plan::table_facts* facts) {
  auto sql = argument_text(&e, "sql");
  bool quoted = false;
  for (size_t i = 0; i < sql.size(); ++i) {
    quoted = quoted != (sql[i] == '\'');
    auto end =
      quoted || sql[i] != '{' ? std::string_view::npos : sql.find('}', i);
    if (end == std::string_view::npos)
      continue;
    std::string name{sql.substr(i + 1, end - i - 1)};
    if (!valid_name(name)
        || hidden_column(
             m, name, plan::parse_column_type(plan::dialect::postgres, "text"),
             facts)
             >= 0)
      continue;
    std::vector<std::string_view> names;
    for (const auto& c : facts->columns)
      names.push_back(c.name);
    report(file, e.at.begin,
           "Table \"" + m.table + "\" has no column \"" + name + "\" for \"{"
             + name + "}\" in @expression."
             + did_you_mean(suggestions(name, names, 3)));
  }
}

/// Types of what functions answer have no table.
void author_run::answer(plan::model_def& m, const type_definition& x,
                        size_t file) {
  const auto* error = find_directive(x.directives, "error");
  if (error == nullptr && find_directive(x.directives, "response") == nullptr)
    return;
  m.answer =
    error != nullptr ? plan::answer_kind::error : plan::answer_kind::response;
  m.embedded = true;
  m.filterable = false;
  m.error_class = argument_text(error, "class");
  constexpr std::string_view classes[] = {"",
                                          "validation",
                                          "conflict",
                                          "not_found",
                                          "unauthorized",
                                          "forbidden",
                                          "internal",
                                          "timeout",
                                          "rate_limited",
                                          "transaction_failed",
                                          "service_unavailable"};
  if (std::ranges::find(classes, m.error_class) == std::end(classes))
    report(file, error->at.begin,
           "\"" + m.error_class + "\" is no class of errors."
             + did_you_mean(suggestions(m.error_class, classes, 3)));
}

const plan::table_facts* author_run::find_table(const plan::model_def& m,
                                                const type_definition& x,
                                                size_t file) {
  if (facts_ == nullptr)
    return nullptr;
  std::vector<std::string_view> names;
  for (const auto& t : facts_->tables) {
    bool in_default = std::ranges::find(facts_->default_schemas, t.schema)
                      != facts_->default_schemas.end();
    if (t.name == m.table
        && (m.schema.empty() ? in_default || t.schema.empty()
                             : t.schema == m.schema))
      return &t;
    names.push_back(t.name);
  }
  const auto* table = find_directive(x.directives, "table");
  report(file, table != nullptr ? table->at.begin : x.name.begin,
         "The database has no table or view \""
           + (m.schema.empty() ? "" : m.schema + ".") + m.table
           + "\" for type \"" + m.name + "\"."
           + did_you_mean(suggestions(m.table, names, 3))
           + " @table(name:) names another one.");
  return nullptr;
}

void author_run::scalar_field(plan::model_def& m,
                              const language::field_definition& f, size_t file,
                              const plan::table_facts* facts) {
  plan::field_def out;
  out.name = f.name.text;
  out.type = types::notation(*f.type);
  out.description = text_of(f.description);
  out.deprecation = deprecation(f.directives);
  if (const auto* e = find_directive(f.directives, "expression")) {
    out.kind = plan::field_kind::expression;
    out.sql = argument_text(e, "sql");
    if (out.sql.empty())
      report(file, e->at.begin, "@expression needs the argument \"sql\".");
  } else if (const auto* d = find_directive(f.directives, "dimension")) {
    dimension(m, out, f, *d, file, facts);
  } else {
    const auto* c = find_directive(f.directives, "column");
    auto name = argument_text(c, "name");
    out.column =
      column(m, name.empty() ? snake_case(f.name.text) : std::string{name}, f,
             argument_text(c, "type"), file, facts);
  }
  m.fields.push_back(std::move(out));
}

/// A value within a JSON column of a table: it filters, orders and groups like
/// a column.
void author_run::dimension(plan::model_def& m, plan::field_def& out,
                           const language::field_definition& f,
                           const language::directive& d, size_t file,
                           const plan::table_facts* facts) {
  auto name = argument_text(&d, "column");
  std::string column{name.empty() ? "data" : name};
  auto path = argument_text(&d, "path");
  auto steps = path.empty() ? std::vector<std::string>{snake_case(out.name)}
                            : split_path(path);
  auto type = plan::scalar_type(core_name(*f.type));
  out.kind = plan::field_kind::expression;
  if (steps.empty() || is_list(*f.type) || type.base == plan::base_type::jsonb)
    return report(file, d.at.begin,
                  "@dimension needs a scalar field, and a path of keys with "
                  "dots between them: \"region.name\".");
  if (hidden_column(m, column,
                    plan::parse_column_type(plan::dialect::postgres, "jsonb"),
                    facts)
      < 0)
    return report(file, d.at.begin,
                  "Table \"" + m.table + "\" has no column \"" + column
                    + "\" for the dimension \"" + m.name + "." + out.name
                    + "\". @dimension(column:) names another one.");
  out.sql = json_path_sql(out_.catalog.dialect, column, steps, type);
}

int32_t author_run::column(plan::model_def& m, const std::string& name,
                           const language::field_definition& f,
                           std::string_view type, size_t file,
                           const plan::table_facts* facts) {
  plan::column_def out;
  out.name = name;
  out.nullable = f.type->kind != language::type_kind::non_null;
  out.generated = find_directive(f.directives, "generated") != nullptr;
  out.has_default = find_directive(f.directives, "default") != nullptr;
  out.type = type_of(core_name(*f.type), type, is_list(*f.type));
  if (facts != nullptr) {
    const auto* found = find_column(*facts, name);
    if (found == nullptr) {
      std::vector<std::string_view> names;
      for (const auto& c : facts->columns)
        names.push_back(c.name);
      report(file, f.name.begin,
             "Table \"" + facts->name + "\" has no column \"" + name
               + "\" for field \"" + m.name + "." + std::string{f.name.text}
               + "\"." + did_you_mean(suggestions(name, names, 3))
               + " @column(name:) names another one.");
      return 0;
    }
    take_facts(out, *found);
  }
  m.columns.push_back(std::move(out));
  return static_cast<int32_t>(m.columns.size() - 1);
}

void author_run::take_facts(plan::column_def& out,
                            const plan::column_facts& found) {
  out.type = found.type;
  out.nullable = found.nullable;
  out.has_default = found.has_default;
  out.generated = found.generated;
}

const plan::column_facts*
author_run::find_column(const plan::table_facts& table, std::string_view name) {
  for (const auto& c : table.columns)
    if (c.name == name)
      return &c;
  return nullptr;
}

int32_t author_run::hidden_column(plan::model_def& m, const std::string& name,
                                  const plan::column_type& type,
                                  const plan::table_facts* facts) {
  for (size_t i = 0; i < m.columns.size(); ++i)
    if (m.columns[i].name == name)
      return static_cast<int32_t>(i);
  plan::column_def out;
  out.name = name;
  out.type = type;
  if (facts != nullptr) {
    const auto* found = find_column(*facts, name);
    if (found == nullptr)
      return -1;
    take_facts(out, *found);
  }
  m.columns.push_back(std::move(out));
  return static_cast<int32_t>(m.columns.size() - 1);
}

void author_run::keys(plan::model_def& m, const type_definition& x,
                      const language::directive* table, size_t file,
                      const plan::table_facts* facts) {
  auto names = argument_list(table, "key");
  if (names.empty() && facts != nullptr)
    names = facts->primary_key;
  // Views have no key; a document's id stands beside it.
  if (names.empty() && m.document >= 0
      && (facts == nullptr || find_column(*facts, "id") != nullptr))
    names.push_back("id");
  if (names.empty() && facts == nullptr)
    for (const auto& c : m.columns)
      if (c.name == "id")
        names.push_back("id");
  auto integer = plan::parse_column_type(plan::dialect::postgres, "integer");
  if (m.document >= 0)
    for (const auto& f : x.fields)
      if (f.name.text == "id")
        integer = type_of(core_name(*f.type), {}, false);
  auto find = [&](const std::string& name, uint32_t at) {
    bool declared = facts == nullptr && m.document < 0
                    && std::ranges::none_of(
                      m.columns, [&](const auto& c) { return c.name == name; });
    auto i = declared ? -1 : hidden_column(m, name, integer, facts);
    if (i < 0)
      report(file, at,
             "Key column \"" + name + "\" is no column of \"" + m.table
               + "\".");
    return i;
  };
  auto at = table != nullptr ? table->at.begin : x.name.begin;
  for (const auto& name : names)
    if (auto i = find(name, at); i >= 0)
      m.primary_key.push_back(i);
  for (const auto& d : x.directives) {
    if (d.name.text != "unique")
      continue;
    auto& key = m.unique_keys.emplace_back();
    for (const auto& name : argument_list(&d, "columns"))
      if (auto i = find(name, d.at.begin); i >= 0)
        key.push_back(i);
  }
  if (facts == nullptr)
    return;
  for (const auto& k : facts->unique_keys) {
    std::vector<int32_t> key;
    for (const auto& name : k.columns)
      if (auto i = column_named(m, name); i >= 0)
        key.push_back(i);
    if (key.size() == k.columns.size()
        && std::ranges::find(m.unique_keys, key) == m.unique_keys.end())
      m.unique_keys.push_back(std::move(key));
  }
}

} // namespace troupe::compiler::authoring
