#include "base/suggestions.hpp"
#include "compiler/authoring/cascade.hpp"
#include "compiler/authoring/fraiseql/build.hpp"
#include "compiler/authoring/fraiseql/names.hpp"
#include "compiler/authoring/names.hpp"

#include <algorithm>

/// Mutations: each is a function that is called by position.
namespace troupe::compiler::authoring::fraiseql {

namespace {

std::string upper(std::string_view x) {
  std::string out{x};
  for (auto& c : out)
    if (c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
  return out;
}

bool same_source(const plan::model_def& m, std::string_view view) {
  auto s = read_source(view);
  return !m.embedded && m.table == s.table
         && (s.schema.empty() || m.schema == s.schema);
}

} // namespace

void builder::mutations() {
  // What wraps an entity is the response, not an entity itself.
  for (const auto& t : items(schema_, "types")) {
    auto& m =
      out_.catalog
        .models[static_cast<size_t>(model_of_.find(text(t, "name"))->second)];
    for (const auto& f : items(t, "fields"))
      if (m.embedded && m.answer == plan::answer_kind::none
          && text(f, "name") == "entity" && objects_.contains(text(f, "type")))
        m.answer = plan::answer_kind::response;
  }
  auto all = items(schema_, "mutations");
  for (size_t i = 0; i < all.size(); ++i)
    mutation(all[i], "mutations[" + std::to_string(i) + "] ("
                       + std::string{text(all[i], "name")} + ")");
}

void builder::mutation(const json::value& x, const std::string& place) {
  plan::root_def out;
  out.operation = plan::operation::mutation;
  out.kind = plan::root_kind::call;
  out.name = published(text(x, "name"));
  out.description = text(x, "description");
  out.deprecation = deprecation(x);
  auto type = text(x, "return_type");
  bool many = flag(x, "returns_list", false);
  bool nullable = flag(x, "nullable", false);
  auto name = notation_item(type, place);
  if (auto m = model_of_.find(type); m != model_of_.end())
    out.model = m->second;
  out.type = (many ? "[" + name + "!]" : name) + (nullable ? "" : "!");
  call(out, x, place);
  effects(*out.function, x, type, place);
  access(out, x, place, "mutations");
  if (many && out.model >= 0
      && out_.catalog.models[static_cast<size_t>(out.model)].embedded)
    fail(place, "a list is of rows, and type \"" + std::string{type}
                  + "\" has no \"sql_source\".");
  if (flag(x, "cascade", false)) {
    if (many || out.model < 0)
      return fail(place, "\"cascade\" is for one entity of a type.");
    out.type = payload(out, name) + (nullable ? "" : "!");
    out.model = static_cast<int32_t>(out_.catalog.models.size() - 1);
  }
  out_.catalog.roots.push_back(std::move(out));
}

/// An argument `input` of an input type is taken apart, unless it is for an
/// update, where what is absent differs from what is null.
void builder::call(plan::root_def& out, const json::value& x,
                   const std::string& place) {
  auto& fn = out.function.emplace();
  fn.positional = true;
  auto source = text(x, "sql_source");
  auto s = read_source(source);
  if (source.empty())
    fail(place, "needs \"sql_source\": the function that does it.");
  else if (!valid_name(s.table) || (!s.schema.empty() && !valid_name(s.schema)))
    fail(place, "\"" + std::string{source}
                  + "\" is no name of a function: letters, digits and "
                    "underscores, with a schema before a dot.");
  out.sql =
    (s.schema.empty() ? "" : "\"" + s.schema + "\".") + "\"" + s.table + "\"";
  auto operation = upper(text(x, "operation"));
  if (operation == "CREATE")
    operation = "INSERT";
  if (operation != "" && operation != "INSERT" && operation != "UPDATE"
      && operation != "DELETE" && operation != "CUSTOM")
    fail(place, "\"operation\" must be INSERT, UPDATE, DELETE or CUSTOM, not \""
                  + std::string{text(x, "operation")} + "\".");
  if (!operation.empty())
    fn.operation = operation;
  auto style = text(x, "input_style");
  if (!style.empty() && style != "flatten" && style != "jsonb")
    fail(place, "\"input_style\" must be \"flatten\" or \"jsonb\", not \""
                  + std::string{style} + "\".");
  fn.logged = flag(x, "changelog", true);
  auto arguments = items(x, "arguments");
  fn.json_input = operation == "UPDATE" || style == "jsonb"
                  || arguments.size() != 1
                  || text(arguments[0], "name") != "input";
  for (const auto& a : arguments) {
    plan::argument_def to;
    to.name = published(text(a, "name"));
    to.type = notation(text(a, "type"), flag(a, "nullable", false), place);
    to.description = text(a, "description");
    to.deprecation = deprecation(a);
    if (const auto* d = a.find("default"); d != nullptr && !d->is_null())
      to.default_value =
        enums_.contains(text(a, "type")) ? std::string{d->text} : literal(*d);
    to.role = plan::argument_role::value;
    to.key = document_key(text(a, "name"));
    out.arguments.push_back(std::move(to));
  }
}

/// Which views are old afterwards. That of the entity is, whatever is said.
void builder::effects(plan::function_def& out, const json::value& x,
                      std::string_view type, const std::string& place) {
  auto& models = out_.catalog.models;
  for (auto key : {"invalidates_views", "invalidates_fact_tables"}) {
    if (x.find(key) == nullptr)
      continue;
    out.effects_known = true;
    for (const auto& view : items(x, key)) {
      bool known = false;
      for (size_t i = 0; i < models.size(); ++i) {
        if (!same_source(models[i], view.text))
          continue;
        known = true;
        out.writes.push_back(static_cast<int32_t>(i));
      }
      if (!known && std::string_view{key} == "invalidates_views")
        warn(place + ": no type is read from \"" + std::string{view.text}
             + "\", which it invalidates.");
    }
  }
  // The same type from other views.
  for (size_t i = 0; i < models.size(); ++i)
    if (models[i].hidden && models[i].name == type)
      out.writes.push_back(static_cast<int32_t>(i));
}

std::string builder::payload(const plan::root_def& of,
                             const std::string& entity) {
  auto& models = out_.catalog.models;
  auto cascade = cascade_type(out_.catalog, snake_);
  auto name = pascal_case(of.name) + "Payload";
  plan::model_def m;
  m.name = name;
  m.description = "What " + of.name + " did.";
  m.embedded = true;
  m.filterable = false;
  m.answer = plan::answer_kind::response;
  auto add = [&](std::string_view key, std::string type) {
    auto& f = m.fields.emplace_back();
    f.name = published(key);
    f.key = key;
    f.type = std::move(type);
    f.kind = plan::field_kind::document;
  };
  add("entity", entity);
  add("cascade", cascade);
  add("updated_fields", "[String!]");
  if (objects_.contains(name))
    fail("types", "\"" + name + "\" is what \"cascade\" makes for \"" + of.name
                    + "\"; call it something else.");
  model_of_.emplace(name, static_cast<int32_t>(models.size()));
  models.push_back(std::move(m));
  return name;
}

} // namespace troupe::compiler::authoring::fraiseql
