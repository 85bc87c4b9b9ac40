#include "compiler/authoring/schema_generator.hpp"
#include "compiler/authoring/writable.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

namespace {

/// Whether a row cannot do without the value: what relations fill and keys,
/// which databases like to make up, are left to the database to ask for.
bool required(const plan::model_def& m, int32_t column) {
  const auto& c = m.columns[static_cast<size_t>(column)];
  if (c.nullable || c.has_default
      || std::ranges::find(m.primary_key, column) != m.primary_key.end())
    return false;
  return std::ranges::none_of(m.relations, [&](const auto& r) {
    return std::ranges::any_of(
      r.on, [&](const auto& p) { return p.local == column; });
  });
}

} // namespace

void schema_generator::writes(const plan::model_def& m) {
  insert_inputs(m);
  set_inputs(m);
  conflict_inputs(m);
  nested_inputs(m);
  write_answer(m);
}

void schema_generator::insert_inputs(const plan::model_def& m) {
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = keep(m.name + "InsertInput");
  spec.description = keep("A new row of " + m.name + ".");
  for (const auto& c : writable_columns(m))
    spec.input_fields.push_back(
      {keep(c.name), use(keep(required(m, c.column) ? c.type + "!" : c.type))});
  for (const auto& f : m.fields) {
    if (f.kind != plan::field_kind::relation)
      continue;
    const auto& r = m.relations[static_cast<size_t>(f.relation)];
    const auto& target = catalog_.models[static_cast<size_t>(r.model)];
    if (target.writable)
      spec.input_fields.push_back(
        {f.name,
         keep(target.name + (r.many ? "InsertMany" : "InsertOne")),
         {},
         "Rows that are inserted with it."});
  }
  if (spec.input_fields.empty())
    spec.input_fields.push_back({"_", "Boolean", {}, "Nothing can be given."});
  builder_.add(spec);
  related_inputs(m);
}

/// `UserInsertOne` and `UserInsertMany`, for those who are inserted with users.
void schema_generator::related_inputs(const plan::model_def& m) {
  auto where = keep(m.name + "Where");
  auto one = input_of(m, "InsertOne",
                      "A row that another one, which is inserted, refers to: a "
                      "new one, or one that is there.");
  one.input_fields.push_back(
    {"data",
     keep(m.name + (m.filterable ? "InsertInput" : "InsertInput!")),
     {},
     "A new row."});
  one.input_fields.push_back({"onConflict", keep(m.name + "OnConflict")});
  if (m.filterable) {
    one.input_fields.push_back(
      {"connect", where, {}, "The row that is there; changes are made to it."});
    add_changes(one, m);
  }
  builder_.add(one);
  auto many = input_of(m, "InsertMany",
                       "Rows that refer to another one: "
                       "connect, then update, then insert.");
  many.input_fields.push_back(
    {"data",
     keep("[" + m.name + (m.filterable ? "InsertInput!]" : "InsertInput!]!")),
     {},
     "New rows."});
  many.input_fields.push_back({"onConflict", keep(m.name + "OnConflict")});
  if (m.filterable) {
    many.input_fields.push_back(
      {"connect", where, {}, "Rows that are there, to refer to it."});
    many.input_fields.push_back(
      {"update", keep("[" + m.name + "NestedUpdate!]")});
  }
  builder_.add(many);
}

void schema_generator::set_inputs(const plan::model_def& m) {
  auto add = [&](std::string_view suffix, std::string_view description,
                 auto wanted, std::string_view type) {
    type_spec spec;
    spec.kind = types::kind::input_object;
    spec.name = keep(m.name + std::string{suffix});
    spec.description = description;
    for (const auto& c : writable_columns(m)) {
      const auto& column = m.columns[static_cast<size_t>(c.column)];
      if (wanted(column.type))
        spec.input_fields.push_back(
          {keep(c.name), use(type.empty() ? keep(c.type) : type)});
    }
    if (!spec.input_fields.empty())
      builder_.add(spec);
  };
  add("SetInput", "Values of columns; what is left out stays as it is.",
      [](const auto&) { return true; }, {});
  add("IncInput", "What is added to columns.",
      [](const auto& t) { return is_number(t.base) && !t.array; }, {});
  auto json = [](const auto& t) { return is_json(t.base) && !t.array; };
  add("AppendInput", "What is merged into JSON columns.", json, {});
  add("DeleteKeyInput", "Keys that are taken out of JSON columns.", json,
      "String");
}

type_spec schema_generator::input_of(const plan::model_def& m,
                                     std::string_view suffix,
                                     std::string_view description) {
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = keep(m.name + std::string{suffix});
  spec.description = description;
  return spec;
}

/// The changes that can be made to a row.
void schema_generator::add_changes(type_spec& to, const plan::model_def& m) {
  auto [numbers, json] = changes_of(m);
  auto& fields = to.input_fields;
  fields.push_back({"set", keep(m.name + "SetInput")});
  if (numbers)
    fields.push_back({"inc", keep(m.name + "IncInput")});
  if (json) {
    fields.push_back({"append", keep(m.name + "AppendInput")});
    fields.push_back({"deleteKey", keep(m.name + "DeleteKeyInput")});
  }
  fields.push_back({"expect",
                    keep(m.name + "SetInput"),
                    {},
                    "Values that the rows must still have; if not, nothing "
                    "changes and the answer is a CONFLICT."});
  if (has_nested(catalog_.models, m))
    fields.push_back({"nested",
                      keep(m.name + "NestedInput"),
                      {},
                      "What happens to rows that are related to them."});
}

/// What an update of one row may do to related ones: `UserNestedInput`, and for
/// those who are related to users `UserNestedOne` and `UserNestedMany`.
void schema_generator::nested_inputs(const plan::model_def& m) {
  auto where = keep(m.name + "Where");
  auto one = input_of(m, "NestedOne",
                      "What happens to the row that is "
                      "referred to.");
  one.input_fields.push_back({"insert",
                              keep(m.name + "InsertOne"),
                              {},
                              "A new row, referred to from now on."});
  if (m.filterable) {
    one.input_fields.push_back(
      {"connect", where, {}, "The row that is referred to from now on."});
    one.input_fields.push_back(
      {"disconnect",
       where,
       {},
       "Refer to no row, if that is the one referred to; {} means any."});
  }
  add_changes(one, m);
  builder_.add(one);
  auto many = input_of(m, "NestedMany",
                       "What happens to the rows that refer to it: delete, "
                       "disconnect, connect, update, insert.");
  many.input_fields.push_back({"insert", keep(m.name + "InsertMany")});
  if (m.filterable) {
    many.input_fields.push_back(
      {"update", keep("[" + m.name + "NestedUpdate!]")});
    many.input_fields.push_back(
      {"delete", where, {}, "Which of them; {} means all."});
    many.input_fields.push_back(
      {"connect", where, {}, "Other rows, to refer to it from now on."});
    many.input_fields.push_back(
      {"disconnect",
       where,
       {},
       "Which of them refer to no row from now on; {} means all."});
    auto update = input_of(m, "NestedUpdate", "Changes of some of the rows.");
    update.input_fields.push_back(
      {"where", keep(m.name + "Where!"), {}, "Which of them; {} means all."});
    add_changes(update, m);
    builder_.add(update);
  }
  builder_.add(many);
  if (!has_nested(catalog_.models, m))
    return;
  auto nested = input_of(m, "NestedInput", "What happens to related rows.");
  for (const auto& f : m.fields) {
    if (f.kind != plan::field_kind::relation)
      continue;
    const auto& r = m.relations[static_cast<size_t>(f.relation)];
    const auto& target = catalog_.models[static_cast<size_t>(r.model)];
    if (target.writable)
      nested.input_fields.push_back(
        {f.name, keep(target.name + (r.many ? "NestedMany" : "NestedOne"))});
  }
  builder_.add(nested);
}

void schema_generator::conflict_inputs(const plan::model_def& m) {
  auto column_name = keep(m.name + "Column");
  type_spec columns;
  columns.kind = types::kind::enum_;
  columns.name = column_name;
  columns.description = keep("A column of " + m.name + ".");
  columns.tag = types::structural_enum;
  for (const auto& c : writable_columns(m))
    columns.values.push_back({keep(c.name)});
  if (columns.values.empty())
    columns.values.push_back({"_"});
  builder_.add(columns);
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = keep(m.name + "OnConflict");
  spec.description = "What to do with rows that exist already.";
  auto list = keep("[" + m.name + "Column!]");
  spec.input_fields.push_back(
    {"columns",
     list,
     {},
     "The unique key by which rows are the same; without, any."});
  spec.input_fields.push_back(
    {"update", list, {}, "The columns to set in them; without, none."});
  auto number = [&](const writable_column& c) {
    const auto& t = m.columns[static_cast<size_t>(c.column)].type;
    return is_number(t.base) && !t.array;
  };
  if (std::ranges::any_of(writable_columns(m), number))
    spec.input_fields.push_back({"inc",
                                 keep(m.name + "IncInput"),
                                 {},
                                 "What is added to columns of them."});
  if (m.filterable)
    spec.input_fields.push_back({"where",
                                 keep(m.name + "Where"),
                                 {},
                                 "Which of them to update; without, all."});
  builder_.add(spec);
}

void schema_generator::write_answer(const plan::model_def& m) {
  type_spec spec;
  spec.name = keep(m.name + "MutationResponse");
  spec.description = keep("Rows of " + m.name + " that were written.");
  spec.fields.push_back(
    {"affectedRows", "Int!", "How many there are, without nested ones."});
  spec.fields.push_back({"returning", keep("[" + m.name + "!]!")});
  builder_.add(spec);
}

void schema_generator::transaction_directive() {
  if (root_positions_[static_cast<size_t>(plan::operation::mutation)].empty())
    return;
  types::directive_spec spec;
  spec.name = "transaction";
  spec.description = "All root fields happen, or none of them.";
  spec.locations.push_back("MUTATION");
  builder_.add(spec);
}

} // namespace troupe::compiler::authoring
