#include "compiler/authoring/reflect.hpp"

#include "base/json_write.hpp"
#include "compiler/authoring/facts.hpp"
#include "compiler/authoring/names.hpp"
#include "compiler/authoring/reflect_functions.hpp"
#include "compiler/authoring/reflect_run.hpp"

#include <algorithm>
#include <map>

namespace troupe::compiler::authoring {

std::string name_list(const std::vector<std::string>& names) {
  std::string out = "[";
  for (size_t i = 0; i < names.size(); ++i)
    out += (i > 0 ? ", " : "") + json::quoted(names[i]);
  return out + "]";
}

reflector::reflector(const plan::database_facts& facts) : facts_(facts) {
  for (const auto& t : facts.tables)
    tags_.push_back(read_tags(t.description));
}

std::string reflector::run() {
  name_types();
  out_ = "extend schema @database(dialect: \""
         + std::string{plan::to_string(facts_.dialect)} + "\")\n";
  for (const auto& e : facts_.enums)
    enumeration(e);
  for (size_t i = 0; i < facts_.tables.size(); ++i)
    plan_relations(i);
  for (size_t i = 0; i < facts_.tables.size(); ++i)
    table(i);
  several_tables();
  out_ += reflect_functions(facts_, names_);
  return std::move(out_);
}

std::string reflector::unused(std::set<std::string>& taken, std::string name) {
  auto out = name;
  for (int i = 2; !taken.insert(out).second; ++i)
    out = name + std::to_string(i);
  return out;
}

bool reflector::in_default(std::string_view schema) const {
  return schema.empty()
         || std::ranges::find(facts_.default_schemas, schema)
              != facts_.default_schemas.end();
}

void reflector::name_types() {
  std::set<std::string> taken{
    "Query",  "Mutation",      "Subscription", "Int",           "Float",
    "String", "Boolean",       "ID",           "BigInt",        "Bytes",
    "Date",   "DateTime",      "Decimal",      "Duration",      "JSON",
    "Time",   "LocalDateTime", "UUID",         "OrderDirection"};
  // Tables of the default schemas keep their plain names.
  names_.resize(facts_.tables.size());
  for (bool plain : {true, false})
    for (size_t i = 0; i < facts_.tables.size(); ++i) {
      const auto& t = facts_.tables[i];
      if (in_default(t.schema) != plain)
        continue;
      auto name = pascal_case(t.name);
      // `v_user` holds users, unless a table does.
      if (auto bare = t.name.substr(t.name.find('_') + 1);
          plan::document_column(t) != nullptr && !t.documents.empty()
          && !bare.empty() && !holds_rows(bare)
          && !taken.contains(pascal_case(bare)))
        name = pascal_case(bare);
      if (!plain && taken.contains(name))
        name = pascal_case(t.schema) + name;
      names_[i] = unused(taken, name);
    }
  for (size_t i = 0; i < facts_.tables.size(); ++i)
    name_interfaces(i, taken);
  for (const auto& e : facts_.enums)
    enum_names_[e.schema + "." + e.name] = unused(taken, pascal_case(e.name));
  fields_.resize(facts_.tables.size());
  columns_.resize(facts_.tables.size());
  relations_.resize(facts_.tables.size());
  documents_.resize(facts_.tables.size());
  for (size_t i = 0; i < facts_.tables.size(); ++i) {
    const auto& t = facts_.tables[i];
    if (plan::document_column(t) != nullptr && !t.documents.empty()
        && has_key(t))
      documents_[i] = document_types(t.documents, names_[i], taken);
    if (!documents_[i].empty())
      for (const auto& m : documents_[i].front().members)
        fields_[i].insert(m.field);
  }
  for (size_t i = 0; i < facts_.tables.size(); ++i)
    for (const auto& c : facts_.tables[i].columns)
      columns_[i].push_back(unused(fields_[i], camel_case(c.name)));
  settle_interfaces(taken);
}

bool reflector::has_key(const plan::table_facts& t) {
  return !t.primary_key.empty() || find_column(t, "id") != nullptr;
}

bool reflector::holds_rows(std::string_view name) const {
  return std::ranges::any_of(facts_.tables, [&](const auto& t) {
    return pascal_case(t.name) == pascal_case(name);
  });
}

size_t reflector::find_table(std::string_view schema,
                             std::string_view name) const {
  for (size_t i = 0; i < facts_.tables.size(); ++i)
    if (facts_.tables[i].schema == schema && facts_.tables[i].name == name)
      return i;
  return facts_.tables.size();
}

const plan::column_facts* reflector::find_column(const plan::table_facts& t,
                                                 std::string_view name) {
  for (const auto& c : t.columns)
    if (c.name == name)
      return &c;
  return nullptr;
}

std::string reflector::forward_name(const plan::foreign_key_facts& key,
                                    size_t target) const {
  const auto& type = names_[target];
  if (key.columns.size() != 1)
    return camel_case(type);
  auto snake = snake_case(key.columns.front());
  if (snake.ends_with("_id") && snake.size() > 3)
    return camel_case(snake.substr(0, snake.size() - 3));
  return camel_case(snake + "_" + snake_case(type));
}

void reflector::plan_relations(size_t index) {
  const auto& t = facts_.tables[index];
  std::map<size_t, int> keys_to;
  for (const auto& key : t.foreign_keys)
    ++keys_to[find_table(key.target_schema, key.target_table)];
  for (const auto& key : t.foreign_keys) {
    auto target = find_table(key.target_schema, key.target_table);
    // Rows in several tables have no key to be found by.
    if (target == facts_.tables.size() || tags_[target].several
        || tags_[index].several)
      continue;
    bool nullable = std::ranges::any_of(key.columns, [&](const auto& name) {
      const auto* c = find_column(t, name);
      return c == nullptr || c->nullable;
    });
    relations_[index].push_back(
      {unused(fields_[index], forward_name(key, target)), target, false,
       nullable, key.columns, key.target_columns});
    auto back = camel_case(names_[index]);
    if (keys_to[target] > 1 || target == index) {
      back += "By";
      for (const auto& c : key.columns)
        back += pascal_case(c);
    }
    relations_[target].push_back({unused(fields_[target], back), index, true,
                                  false, key.target_columns, key.columns});
  }
}

void reflector::description(std::string_view text, std::string_view indent) {
  if (!text.empty())
    out_ += std::string{indent} + json::quoted(text) + "\n";
}

void reflector::enumeration(const plan::enum_facts& e) {
  out_ += '\n';
  description(e.description, "");
  auto type = (in_default(e.schema) ? "" : e.schema + ".") + e.name;
  out_ += "enum " + enum_names_[e.schema + "." + e.name]
          + " @enum(type: " + json::quoted(type) + ") {\n";
  std::set<std::string> taken;
  for (const auto& v : e.values) {
    auto name = snake_case(v);
    for (auto& c : name)
      c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (!valid_name(name) || name == "TRUE" || name == "FALSE"
        || name == "NULL")
      name = "VALUE_" + name;
    name = unused(taken, name);
    out_ += "  " + name
            + (name == v ? "" : " @value(sql: " + json::quoted(v) + ")") + "\n";
  }
  out_ += "}\n";
}

void reflector::table(size_t index) {
  const auto& t = facts_.tables[index];
  const auto& tags = tags_[index];
  for (const auto& why : tags.wrong)
    out_ += "\n# A comment on " + t.name + " says nothing. " + why + "\n";
  if (tags.several)
    return; // an interface of the tables that implement it
  out_ += '\n';
  description(tags.description, "");
  if (!tags.discriminator.empty() && !tags.types.empty())
    return one_table(index);
  out_ += "type " + names_[index] + implemented(index) + bound(t);
  const auto& documents = documents_[index];
  if (!documents.empty())
    out_ += " @document";
  for (const auto& key : t.unique_keys)
    out_ += " @unique(columns: " + name_list(key.columns) + ")";
  out_ += " {\n";
  if (!documents.empty())
    members(documents.front());
  for (size_t i = 0; i < t.columns.size(); ++i)
    if (documents.empty())
      column(t.columns[i], columns_[index][i], false);
    else if (t.columns[i].name != "data"
             && !in_document(documents.front(), t.columns[i].name))
      column(t.columns[i], columns_[index][i], true);
  dimensions(index);
  for (const auto& r : relations_[index])
    relation_field(r);
  out_ += "}\n";
  for (size_t i = 1; i < documents.size(); ++i) {
    out_ += "\ntype " + documents[i].name + " @embedded {\n";
    members(documents[i]);
    out_ += "}\n";
  }
}

std::string reflector::bound(const plan::table_facts& t) const {
  auto out = " @table(name: " + json::quoted(t.name);
  if (!in_default(t.schema))
    out += ", schema: " + json::quoted(t.schema);
  if (!t.primary_key.empty())
    out += ", key: " + name_list(t.primary_key);
  return out + ")";
}

void reflector::relation_field(const relation& r) {
  out_ += "  " + r.field + ": " + (r.many ? "[" : "") + names_[r.target]
          + (r.many       ? "!]!"
             : r.nullable ? ""
                          : "!")
          + " @relation(from: " + name_list(r.from) + ", to: " + name_list(r.to)
          + ")\n";
}

void reflector::dimensions(size_t index) {
  const auto& t = facts_.tables[index];
  auto columns = plan::dimension_columns(t);
  if (columns.empty() || t.documents.empty())
    return;
  std::set<std::string> taken;
  auto types = document_types(t.documents, "Row", taken);
  for (const auto* c : columns)
    for (const auto& m : dimension_members(types, c->name)) {
      std::string path;
      std::string key;
      for (const auto& step : m.path) {
        path += (path.empty() ? "" : ".") + step;
        key += (key.empty() ? "" : "_") + snake_case(step);
      }
      auto type = m.type.substr(0, m.type.find('!'));
      auto field = camel_case(key);
      if (type.starts_with('[') || type == "JSON" || !valid_name(field)
          || split_path(path) != m.path)
        continue;
      out_ += "  " + unused(fields_[index], field) + ": " + type
              + " @dimension(column: " + json::quoted(c->name)
              + ", path: " + json::quoted(path) + ")\n";
    }
}

void reflector::members(const document_type& x) {
  for (const auto& m : x.members)
    out_ += "  " + m.field + ": " + m.type
            + (snake_case(m.field) == m.key
                 ? ""
                 : " @document(key: " + json::quoted(m.key) + ")")
            + "\n";
}

bool reflector::in_document(const document_type& x, std::string_view column) {
  return std::ranges::find(x.members, column, &document_member::key)
         != x.members.end();
}

std::string reflector::enum_of(const plan::column_type& type) const {
  if (type.base != plan::base_type::enumeration)
    return {};
  for (const auto& [key, name] : enum_names_)
    if (key == type.name
        || (key.ends_with("." + type.name)
            && in_default(key.substr(0, key.size() - type.name.size() - 1))))
      return name;
  return {};
}

std::string reflector::type_of(const plan::column_type& x) const {
  auto type = enum_of(x);
  if (type.empty())
    type = plan::scalar_name(x.base);
  return x.array ? "[" + type + "]" : type;
}

void reflector::column(const plan::column_facts& c, const std::string& field,
                       bool named) {
  description(c.description, "  ");
  bool plain = !enum_of(c.type).empty();
  out_ += "  " + field + ": " + type_of(c.type) + (c.nullable ? "" : "!");
  std::string arguments;
  if (named || snake_case(field) != c.name)
    arguments = "name: " + json::quoted(c.name);
  if (!plain && !obvious(c.type))
    arguments += (arguments.empty() ? "" : ", ") + std::string{"type: "}
                 + json::quoted(c.type.name + (c.type.array ? "[]" : ""));
  if (!arguments.empty())
    out_ += " @column(" + arguments + ")";
  if (c.generated)
    out_ += " @generated";
  else if (c.has_default)
    out_ += " @default";
  out_ += '\n';
}

bool reflector::obvious(const plan::column_type& x) noexcept {
  switch (x.base) {
    case plan::base_type::int4:
    case plan::base_type::int8:
    case plan::base_type::float8:
    case plan::base_type::boolean:
    case plan::base_type::text:
    case plan::base_type::uuid:
    case plan::base_type::date:
    case plan::base_type::time:
    case plan::base_type::timestamp:
    case plan::base_type::timestamptz:
    case plan::base_type::interval:
    case plan::base_type::bytea:
    case plan::base_type::jsonb:
      return true;
    default:
      return false;
  }
}

std::string reflect(const plan::database_facts& facts) {
  return reflector{facts}.run();
}

} // namespace troupe::compiler::authoring
