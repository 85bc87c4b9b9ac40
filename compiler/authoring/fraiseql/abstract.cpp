#include "base/json_write.hpp"
#include "base/suggestions.hpp"
#include "compiler/authoring/fraiseql/build.hpp"

#include <algorithm>

/// Interfaces, unions and directives.
namespace troupe::compiler::authoring::fraiseql {

namespace {

std::string described(const json::value& x) {
  auto d = text(x, "description");
  return d.empty() ? std::string{} : json::quoted(d) + "\n";
}

} // namespace

void builder::abstract_types() {
  auto& sdl = out_.catalog.extra_sdl;
  auto interfaces = items(schema_, "interfaces");
  for (size_t i = 0; i < interfaces.size(); ++i)
    interface(interfaces[i], "interfaces[" + std::to_string(i) + "]");
  auto unions = items(schema_, "unions");
  for (size_t i = 0; i < unions.size(); ++i) {
    const auto& u = unions[i];
    sdl += described(u) + "union " + std::string{text(u, "name")} + " =";
    for (const auto& m : items(u, "member_types")) {
      if (!objects_.contains(m.text))
        fail("unions[" + std::to_string(i) + "]",
             "member \"" + std::string{m.text} + "\" is none of \"types\"."
               + did_you_mean(suggestions(
                 m.text, std::vector(objects_.begin(), objects_.end()), 3)));
      sdl += " | " + std::string{m.text};
    }
    sdl += "\n";
  }
  for (const auto& d : items(schema_, "directives")) {
    sdl += described(d) + "directive @" + std::string{text(d, "name")};
    std::string arguments;
    for (const auto& a : items(d, "arguments"))
      arguments +=
        (arguments.empty() ? "" : ", ") + std::string{text(a, "name")} + ": "
        + notation(text(a, "type"), flag(a, "nullable", true), "directives")
        + (a.find("default") == nullptr ? "" : " = " + default_of(a));
    if (!arguments.empty())
      sdl += "(" + arguments + ")";
    sdl += flag(d, "repeatable", false) ? " repeatable on" : " on";
    for (const auto& l : items(d, "locations"))
      sdl += " | " + std::string{l.text};
    sdl += "\n";
  }
}

void builder::interface(const json::value& x, const std::string& place) {
  auto& sdl = out_.catalog.extra_sdl;
  sdl += described(x) + "interface " + std::string{text(x, "name")} + " {\n";
  auto fields = items(x, "fields");
  for (size_t i = 0; i < fields.size(); ++i) {
    const auto& f = fields[i];
    auto here = place + ".fields[" + std::to_string(i) + "]";
    for (auto key : {"requires_scope", "on_deny", "authorize"})
      if (f.find(key) != nullptr)
        fail(here, "\"" + std::string{key}
                     + "\" is for the fields of the types that implement it.");
    sdl += described(f) + "  " + published(text(f, "name")) + ": "
           + notation(text(f, "type"), flag(f, "nullable", true), here);
    for (const auto& d : items(f, "directives"))
      if (text(d, "name") == "deprecated")
        sdl += " @deprecated";
    sdl += "\n";
  }
  sdl += "}\n";
  if (text(x, "name") == "Node")
    out_.catalog.node_id = {};
}

int32_t builder::abstract_over(const json::value& query,
                               const std::string& place) {
  auto type = text(query, "return_type");
  auto from = text(query, "sql_source");
  auto column = text(query, "jsonb_column");
  if (column.empty())
    column = "data";
  if (from.empty()) {
    fail(place, "\"" + std::string{type}
                  + "\" is an interface or union: the query needs a "
                    "\"sql_source\", whose documents say by \"__typename\" of "
                    "which type they are.");
    return -1;
  }
  auto s = read_source(from);
  auto key = std::string{type} + "\n" + s.schema + "." + s.table + "\n"
             + std::string{column};
  if (auto i = over_.find(key); i != over_.end())
    return i->second;
  auto& models = out_.catalog.models;
  plan::model_def m;
  m.name = type;
  m.hidden = std::ranges::any_of(
    models, [&](const auto& other) { return other.name == type; });
  m.abstract = plan::abstract_kind::union_;
  m.filterable = false;
  for (const auto& i : items(schema_, "interfaces")) {
    if (text(i, "name") != type)
      continue;
    m.abstract = plan::abstract_kind::interface_;
    m.filterable = true;
    for (const auto& f : items(i, "fields"))
      field(m, f, place);
  }
  each_variant(type, [&](std::string_view name) {
    m.variants.push_back({model_of_.find(name)->second, {}});
  });
  if (m.variants.empty())
    fail(place, "no type implements \"" + std::string{type} + "\".");
  bind_source(m, from, column, place);
  native_columns(m);
  auto index = static_cast<int32_t>(models.size());
  models.push_back(std::move(m));
  over_.emplace(std::move(key), index);
  return index;
}

} // namespace troupe::compiler::authoring::fraiseql
