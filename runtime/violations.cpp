#include "runtime/violations.hpp"

#include "compiler/authoring/writable.hpp"

namespace troupe::runtime {

namespace {

std::string field_named(const plan::model_def& m, const std::string& column) {
  for (const auto& c : compiler::authoring::writable_columns(m))
    if (m.columns[static_cast<size_t>(c.column)].name == column)
      return c.name;
  return {};
}

std::string joined(const std::vector<std::string>& fields,
                   std::string_view quote) {
  std::string out;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0)
      out += i + 1 == fields.size() ? " and " : ", ";
    out += quote;
    out += fields[i];
    out += quote;
  }
  return out;
}

} // namespace

std::vector<std::string> fields_of(const plan::catalog& catalog,
                                   const violation& x) {
  // Of a row that others refer to, the columns are those of another table than
  // the one that is named.
  if (x.kind == violation::referenced)
    return {};
  for (const auto& m : catalog.models) {
    if (m.table != x.table)
      continue;
    std::vector<std::string> out;
    for (const auto& c : x.columns) {
      auto name = field_named(m, c);
      if (name.empty())
        return {};
      out.push_back(std::move(name));
    }
    return out;
  }
  return {};
}

std::string words_of(const violation& x,
                     const std::vector<std::string>& fields) {
  switch (x.kind) {
    case violation::unique:
      return "A row with this " + (fields.empty() ? "key" : joined(fields, ""))
             + " exists already.";
    case violation::not_null:
      return fields.empty() ? "A value that is needed is missing."
                            : joined(fields, "\"") + " must not be null.";
    case violation::foreign_key:
      return fields.empty()
               ? "A row that is referred to does not exist."
               : joined(fields, "\"") + " refers to a row that does not exist.";
    case violation::referenced:
      return "Other rows still refer to this row.";
    case violation::check:
      break;
  }
  return "The value breaks a constraint of the database.";
}

} // namespace troupe::runtime
