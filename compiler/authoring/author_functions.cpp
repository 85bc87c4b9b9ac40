#include "compiler/authoring/author_run.hpp"

#include <algorithm>

/// Root fields that a function of the database answers.
namespace troupe::compiler::authoring {

namespace {

std::string quoted_name(std::string_view x) {
  std::string out = "\"";
  for (auto c : x)
    out += c == '"' ? std::string{"\"\""} : std::string{c};
  return out + "\"";
}

bool has_argument(const language::directive& d, std::string_view name) {
  return std::ranges::any_of(
    d.arguments, [&](const auto& a) { return a.name.text == name; });
}

/// The parameter or JSON member that an argument or input field means.
template <class T>
std::string key_of(const T& x) {
  auto name = argument_text(find_directive(x.directives, "column"), "name");
  return name.empty() ? snake_case(x.name.text) : std::string{name};
}

} // namespace

void author_run::function_root(plan::root_def out,
                               const language::field_definition& f,
                               const language::directive& d, size_t file) {
  if (out_.catalog.dialect == plan::dialect::sqlite)
    return report(file, d.at.begin,
                  "SQLite has no functions of its own: @function is for "
                  "PostgreSQL.");
  auto name = argument_text(&d, "name");
  auto schema = argument_text(&d, "schema");
  out.sql =
    (schema.empty() ? "" : quoted_name(schema) + ".")
    + quoted_name(name.empty() ? snake_case(f.name.text) : std::string{name});
  if (out.operation == plan::operation::mutation || out.model < 0)
    return call_root(std::move(out), f, d, file);
  out.kind = plan::root_kind::function;
  for (const auto& a : f.arguments) {
    auto x = plain_argument(a, file);
    // What is no argument of lists goes to the function.
    if (x.role == plan::argument_role::equals)
      x.role = plan::argument_role::value;
    out.arguments.push_back(std::move(x));
  }
  out_.catalog.roots.push_back(std::move(out));
}

void author_run::call_root(plan::root_def out,
                           const language::field_definition& f,
                           const language::directive& d, size_t file) {
  out.kind = plan::root_kind::call;
  auto& fn = out.function.emplace();
  auto operation = argument_text(&d, "operation");
  constexpr std::string_view operations[] = {"INSERT", "UPDATE", "DELETE",
                                             "CUSTOM"};
  if (std::ranges::find(operations, operation) != std::end(operations))
    fn.operation = operation;
  else if (!operation.empty())
    report(file, d.at.begin,
           "\"operation\" must be INSERT, UPDATE, DELETE or CUSTOM, not \""
             + std::string{operation} + "\".");
  auto style = argument_text(&d, "input");
  fn.json_input = style == "JSON";
  if (!style.empty() && style != "JSON" && style != "FLATTEN")
    report(file, d.at.begin,
           "\"input\" must be FLATTEN (a parameter for each field) or JSON "
           "(one for all), not \""
             + std::string{style} + "\".");
  fn.logged = argument_text(&d, "logged") != "false";
  fn.effects_known = has_argument(d, "invalidates");
  for (const auto& type : argument_list(&d, "invalidates"))
    if (auto i = model_of_.find(type); i != model_of_.end())
      fn.writes.push_back(i->second);
    else
      report(file, d.at.begin,
             "\"invalidates\" names no type with a table: \"" + type + "\"."
               + did_you_mean(suggestions(type, order_, 3)));
  for (const auto& a : f.arguments) {
    auto x = plain_argument(a, file);
    x.role = plan::argument_role::value;
    x.column = x.field = -1;
    x.key = key_of(a);
    key_inputs(core_name(*a.type));
    out.arguments.push_back(std::move(x));
  }
  if (out.model >= 0)
    check_answer(out, f, file);
  out_.catalog.roots.push_back(std::move(out));
}

/// Gives the fields of an input object, and of those within it, their keys.
void author_run::key_inputs(std::string_view name) {
  for (auto& in : out_.catalog.inputs) {
    if (in.name != name || in.fields.empty() || !in.fields[0].key.empty())
      continue;
    const auto& x = *types_.at(in.name).definition;
    for (size_t i = 0; i < in.fields.size(); ++i)
      in.fields[i].key = key_of(x.input_fields[i]);
    for (const auto& field : x.input_fields)
      key_inputs(core_name(*field.type));
  }
}

/// A function answers an entity, rows, a response with an entity in it, or one
/// of several that are not all errors.
void author_run::check_answer(const plan::root_def& x,
                              const language::field_definition& f,
                              size_t file) {
  const auto& models = out_.catalog.models;
  const auto& m = models[static_cast<size_t>(x.model)];
  auto refuse = [&](const std::string& why) {
    report(file, f.name.begin,
           "Mutation field \"" + std::string{f.name.text} + "\": " + why);
  };
  bool abstract = m.abstract != plan::abstract_kind::none;
  if (is_list(*f.type)) {
    if (abstract || m.embedded)
      refuse("a list is of the rows that the function returns, so its type "
             "needs a table, and \""
             + m.name + "\" has none.");
    return;
  }
  if (m.answer == plan::answer_kind::error)
    return refuse("\"" + m.name
                  + "\" is an @error; answer a union of it and what the "
                    "function returns if all goes well.");
  if (!abstract)
    return;
  if (std::ranges::all_of(m.variants, [&](const auto& v) {
        return models[static_cast<size_t>(v.model)].answer
               == plan::answer_kind::error;
      }))
    refuse("all types of \"" + m.name
           + "\" are @error; one has to be what the function returns if all "
             "goes well.");
}

} // namespace troupe::compiler::authoring
