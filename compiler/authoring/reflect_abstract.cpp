#include "base/json_write.hpp"
#include "compiler/authoring/names.hpp"
#include "compiler/authoring/reflect_run.hpp"

#include <algorithm>

/// Interfaces and unions that comments of tables speak of.
namespace troupe::compiler::authoring {

void reflector::name_interfaces(size_t index, std::set<std::string>& taken) {
  auto& tags = tags_[index];
  std::erase_if(tags.types, [&](const auto& type) {
    bool clash = !taken.insert(type.name).second;
    if (clash)
      tags.wrong.push_back("There is a type \"" + type.name + "\" already.");
    return clash;
  });
  for (const auto& name : tags.implements)
    interfaces_[name].push_back(index);
  for (const auto& name : tags.unions)
    unions_[name].push_back(index);
  const auto& t = facts_.tables[index];
  for (size_t i = 0; i < facts_.tables.size(); ++i)
    if (const auto& p = facts_.tables[i];
        tags_[i].several
        && std::ranges::find(t.parents, p.schema + "." + p.name)
             != t.parents.end())
      interfaces_[names_[i]].push_back(index);
}

void reflector::settle_interfaces(std::set<std::string>& taken) {
  for (size_t i = 0; i < facts_.tables.size(); ++i)
    if (tags_[i].several && !interfaces_.contains(names_[i])) {
      tags_[i].several = false;
      tags_[i].wrong.emplace_back("No table inherits from it or implements \""
                                  + names_[i] + "\".");
    }
  auto of_table = [&](const std::string& name) {
    for (size_t i = 0; i < facts_.tables.size(); ++i)
      if (tags_[i].several && names_[i] == name)
        return true;
    return false;
  };
  for (auto* all : {&interfaces_, &unions_})
    std::erase_if(*all, [&](const auto& x) {
      bool wrong =
        (!of_table(x.first) && !taken.insert(x.first).second)
        || (all == &interfaces_ && common(x.first, x.second).empty());
      for (auto i : x.second)
        if (wrong)
          tags_[i].wrong.push_back(
            "\"" + x.first
            + "\" is another type, or its tables have no column in common.");
      return wrong;
    });
}

/// The fields of columns that all of these tables have, as SDL; with them the
/// one that the interface is named after.
std::string reflector::common(const std::string& name,
                              std::vector<size_t> tables) const {
  std::string out;
  for (size_t i = 0; i < names_.size(); ++i)
    if (tags_[i].several && names_[i] == name)
      tables.insert(tables.begin(), i);
  const auto& first = facts_.tables[tables.front()];
  for (size_t i = 0; i < first.columns.size(); ++i) {
    bool nullable = false;
    const auto& field = columns_[tables.front()][i];
    auto type = type_of(first.columns[i].type);
    bool all = std::ranges::all_of(tables, [&](size_t other) {
      const auto& t = facts_.tables[other];
      for (size_t k = 0; k < t.columns.size(); ++k)
        if (columns_[other][k] == field && type_of(t.columns[k].type) == type) {
          nullable = nullable || t.columns[k].nullable;
          return true;
        }
      return false;
    });
    if (all)
      out += "  " + field + ": " + type + (nullable ? "" : "!") + "\n";
  }
  return out;
}

std::string reflector::implemented(size_t index) const {
  std::string out;
  for (const auto& [name, tables] : interfaces_)
    if (std::ranges::find(tables, index) != tables.end())
      out += (out.empty() ? " implements " : " & ") + name;
  return out;
}

void reflector::one_table(size_t index) {
  const auto& t = facts_.tables[index];
  const auto& tags = tags_[index];
  std::set<std::string> own;
  for (const auto& type : tags.types)
    for (const auto& a : type.attributes)
      own.insert(a.column);
  out_ += "interface " + names_[index] + bound(t) + " @discriminator(column: "
          + json::quoted(tags.discriminator) + ") {\n";
  fields_of(index, own, nullptr);
  for (const auto& type : tags.types) {
    out_ += "\ntype " + type.name + " implements " + names_[index] + bound(t)
            + " @variant(value: " + json::quoted(type.value) + ") {\n";
    fields_of(index, own, &type);
  }
}

void reflector::fields_of(size_t index, const std::set<std::string>& own,
                          const tagged_type* type) {
  const auto& t = facts_.tables[index];
  auto attribute = [&](std::string_view name) -> const tagged_attribute* {
    if (type != nullptr)
      for (const auto& a : type->attributes)
        if (a.column == name)
          return &a;
    return nullptr;
  };
  for (size_t i = 0; i < t.columns.size(); ++i) {
    auto c = t.columns[i];
    const auto* a = attribute(c.name);
    if (a == nullptr && own.contains(c.name))
      continue;
    c.nullable = c.nullable && (a == nullptr || !a->required);
    column(c, a == nullptr || a->field.empty() ? columns_[index][i] : a->field,
           false);
  }
  for (const auto& r : relations_[index])
    if (std::ranges::all_of(r.from, [&](const auto& name) {
          return !own.contains(name) || attribute(name) != nullptr;
        }))
      relation_field(r);
  out_ += "}\n";
}

void reflector::several_tables() {
  for (const auto& [name, tables] : interfaces_)
    out_ += "\ninterface " + name + " {\n" + common(name, tables) + "}\n";
  for (const auto& [name, tables] : unions_) {
    out_ += "\nunion " + name + " = ";
    for (size_t i = 0; i < tables.size(); ++i)
      out_ += (i > 0 ? " | " : "") + names_[tables[i]];
    out_ += '\n';
  }
  std::string roots;
  for (const auto* all : {&interfaces_, &unions_})
    for (const auto& [name, tables] : *all)
      roots += "  " + camel_case(name) + "(limit: Int, offset: Int): [" + name
               + "!]!\n";
  if (!roots.empty())
    out_ += "\nextend type Query {\n" + roots + "}\n";
}

} // namespace troupe::compiler::authoring
