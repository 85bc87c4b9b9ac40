#include "compiler/authoring/author_run.hpp"
#include "compiler/authoring/writable.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

namespace {

using role = plan::argument_role;

plan::argument_def conflict_argument(const plan::model_def& m) {
  return argument_of("onConflict", m.name + "OnConflict",
                     "What to do with rows that exist already.",
                     role::on_conflict);
}

plan::argument_def where_argument(const plan::model_def& m) {
  return argument_of("where", m.name + "Where!",
                     "Which rows; {} means all of them.", role::where);
}

/// set, inc, append, deleteKey: those that the model has columns for.
void add_changes(const plan::model_def& m,
                 std::vector<plan::argument_def>& out) {
  auto [numbers, json] = changes_of(m);
  out.push_back(
    argument_of("set", m.name + "SetInput", "Values of columns.", role::set));
  if (numbers)
    out.push_back(argument_of("inc", m.name + "IncInput",
                              "What is added to columns.", role::increase));
  if (!json)
    return;
  out.push_back(argument_of("append", m.name + "AppendInput",
                            "What is merged into JSON columns.", role::append));
  out.push_back(argument_of("deleteKey", m.name + "DeleteKeyInput",
                            "Keys that are taken out of JSON columns.",
                            role::delete_key));
}

plan::root_def root_of(const plan::model_def& m, int32_t index,
                       plan::root_kind kind, const std::string& before,
                       const std::string& after) {
  plan::root_def out;
  out.operation = plan::operation::mutation;
  out.kind = kind;
  out.name = before + m.name + after;
  out.model = index;
  return out;
}

} // namespace

void author_run::find_writable() {
  for (size_t i = 0; i < sources_.size(); ++i) {
    auto& m = out_.catalog.models[i];
    const auto* table =
      find_directive(sources_[i].definition->directives, "table");
    auto said = argument_text(table, "mutations");
    bool wanted = said.empty()
                    ? mutations_ && argument_text(table, "generate") != "false"
                    : said == "true";
    m.writable =
      wanted && m.abstract == plan::abstract_kind::none
      && !variant_of_table(m.name)
      && (tables_[i] == nullptr || tables_[i]->kind == plan::table_kind::table)
      && m.document < 0 && !m.embedded && !writable_columns(m).empty();
  }
}

void author_run::generate_writes(const plan::model_def& m, int32_t index) {
  auto many = root_of(m, index, plan::root_kind::insert, "insert", "");
  many.type = m.name + "MutationResponse!";
  many.description = "Inserts rows of " + m.name + ".";
  many.arguments = {argument_of("objects", "[" + m.name + "InsertInput!]!",
                                "The rows.", role::objects),
                    conflict_argument(m)};
  add_root(std::move(many));
  auto one = root_of(m, index, plan::root_kind::insert_one, "insert", "One");
  one.type = m.name;
  one.description = "Inserts one row of " + m.name
                    + "; null if it exists and is left as it is.";
  one.arguments = {
    argument_of("object", m.name + "InsertInput!", "The row.", role::object),
    conflict_argument(m)};
  add_root(std::move(one));
  generate_updates(m, index);
  generate_deletes(m, index);
}

void author_run::generate_updates(const plan::model_def& m, int32_t index) {
  if (m.filterable) {
    auto many = root_of(m, index, plan::root_kind::update, "update", "");
    many.type = m.name + "MutationResponse!";
    many.description = "Changes rows of " + m.name + ".";
    many.arguments.push_back(where_argument(m));
    add_changes(m, many.arguments);
    add_root(std::move(many));
  }
  if (m.primary_key.empty())
    return;
  auto one = root_of(m, index, plan::root_kind::update_one, "update", "ByPk");
  one.type = m.name;
  one.description = "Changes one row of " + m.name + "; null if there is none.";
  for (auto key : m.primary_key)
    one.arguments.push_back(key_argument(m, key));
  add_changes(m, one.arguments);
  if (has_nested(out_.catalog.models, m))
    one.arguments.push_back(argument_of(
      "nested", m.name + "NestedInput",
      "What happens to rows that are related to it.", role::object));
  one.arguments.push_back(
    argument_of("expect", m.name + "SetInput",
                "Values that the row must still have; if not, nothing changes "
                "and the answer is a CONFLICT.",
                role::expect));
  add_root(std::move(one));
}

void author_run::generate_deletes(const plan::model_def& m, int32_t index) {
  if (m.filterable) {
    auto many = root_of(m, index, plan::root_kind::delete_, "delete", "");
    many.type = m.name + "MutationResponse!";
    many.description = "Deletes rows of " + m.name + ".";
    many.arguments = {where_argument(m)};
    add_root(std::move(many));
  }
  if (m.primary_key.empty())
    return;
  auto one = root_of(m, index, plan::root_kind::delete_one, "delete", "ByPk");
  one.type = m.name;
  one.description = "Deletes one row of " + m.name
                    + " and returns what it was; null if there is none.";
  for (auto key : m.primary_key)
    one.arguments.push_back(key_argument(m, key));
  add_root(std::move(one));
}

void author_run::bind_write(plan::root_def& out,
                            const language::field_definition& f, size_t file) {
  auto& m = out_.catalog.models[static_cast<size_t>(out.model)];
  auto has = [&](std::string_view name) {
    return find_directive(f.directives, name) != nullptr;
  };
  if (!has("insert") && !has("update") && !has("delete"))
    return report(file, f.name.begin,
                  "Mutation field \"" + out.name
                    + "\" does nothing yet. Write @insert, @update or @delete "
                      "behind its type.");
  if (is_list(*f.type))
    return report(file, f.name.begin,
                  "Mutation field \"" + out.name
                    + "\" writes one row, so its type is \"" + m.name
                    + "\" without a list.");
  out.kind = has("insert")   ? plan::root_kind::insert_one
             : has("update") ? plan::root_kind::update_one
                             : plan::root_kind::delete_one;
  std::vector<int32_t> found;
  for (const auto& a : f.arguments) {
    auto made = written_argument(a, out.model, file);
    bool key =
      std::ranges::find(m.primary_key, made.column) != m.primary_key.end();
    if (out.kind != plan::root_kind::insert_one && made.role == role::value
        && (key || out.kind == plan::root_kind::delete_one)) {
      made.role = role::equals;
      found.push_back(made.column);
    }
    out.arguments.push_back(std::move(made));
  }
  if (out.kind != plan::root_kind::insert_one && found.empty())
    report(file, f.name.begin,
           "Mutation field \"" + out.name
             + "\" has no argument to find its row by. Add the key of \""
             + m.name + "\" as an argument.");
}

} // namespace troupe::compiler::authoring
