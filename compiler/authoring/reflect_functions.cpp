#include "compiler/authoring/reflect_functions.hpp"

#include "base/json_write.hpp"
#include "compiler/authoring/names.hpp"

#include <algorithm>
#include <set>

namespace troupe::compiler::authoring {

namespace {

using plan::base_type;

/// Arguments are handed over in the type that stands for the GraphQL type.
bool callable_with(const plan::column_type& x) {
  auto back = plan::scalar_type(plan::scalar_name(x.base));
  return back.base == x.base && x.base != base_type::unknown;
}

/// Returns why a field cannot call the function; empty if it can.
std::string obstacle(const plan::row_function_facts& f) {
  constexpr std::string_view lists[] = {"where", "orderBy", "limit", "offset",
                                        "distinctOn"};
  for (const auto& a : f.arguments) {
    auto name = camel_case(a.name);
    if (a.name.empty())
      return "its arguments have no names";
    if (!valid_name(name) || snake_case(name) != a.name)
      return "\"" + a.name + "\" is no name in snake case";
    if (std::ranges::find(lists, name) != std::end(lists))
      return "\"" + name + "\" is an argument of every list";
    if (!callable_with(a.type))
      return "\"" + a.name + "\" has a type that no scalar stands for";
  }
  return {};
}

std::string signature(const plan::row_function_facts& f,
                      const std::string& field, const std::string& type) {
  auto out = field;
  std::string arguments;
  for (const auto& a : f.arguments) {
    std::string name{plan::scalar_name(a.type.base)};
    arguments += (arguments.empty() ? "" : ", ") + camel_case(a.name) + ": "
                 + (a.type.array ? "[" + name + "]" : name)
                 + (a.has_default ? "" : "!");
  }
  if (f.many)
    arguments += (arguments.empty() ? "" : ", ") + std::string{"where: "} + type
                 + "Where, orderBy: [" + type
                 + "OrderBy!], limit: Int, offset: Int";
  if (!arguments.empty())
    out += "(" + arguments + ")";
  return out + ": " + (f.many ? "[" + type + "!]!" : type);
}

} // namespace

std::string reflect_functions(const plan::database_facts& facts,
                              const std::vector<std::string>& types) {
  std::set<std::string> taken{"node", "nodes"};
  for (const auto& type : types)
    for (auto suffix : {"", "ByPk", "Connection", "Aggregate"})
      taken.insert(camel_case(type) + suffix);
  std::string fields, refused;
  for (const auto& f : facts.row_functions) {
    auto table = std::ranges::find_if(facts.tables, [&](const auto& t) {
      return t.schema == f.target_schema && t.name == f.target_table;
    });
    if (table == facts.tables.end())
      continue;
    bool plain = std::ranges::find(facts.default_schemas, f.schema)
                 != facts.default_schemas.end();
    auto shown = (plain ? "" : f.schema + ".") + f.name;
    auto why = obstacle(f);
    auto wanted = camel_case(f.name);
    if (!valid_name(wanted))
      why = "its name is none";
    if (!why.empty()) {
      refused += "# Function " + shown + " is left out: " + why + ".\n";
      continue;
    }
    auto field = wanted;
    for (int i = 2; !taken.insert(field).second; ++i)
      field = wanted + std::to_string(i);
    if (!f.description.empty())
      fields += "  " + json::quoted(f.description) + "\n";
    auto index = static_cast<size_t>(table - facts.tables.begin());
    fields += "  " + signature(f, field, types[index])
              + " @function(name: " + json::quoted(f.name)
              + (plain ? "" : ", schema: " + json::quoted(f.schema)) + ")\n";
  }
  if (!fields.empty())
    fields = "\nextend type Query {\n" + fields + "}\n";
  return fields + (refused.empty() ? "" : "\n" + refused);
}

} // namespace troupe::compiler::authoring
