#include "graphql/validation/coerce.hpp"

#include "base/json_write.hpp"
#include "base/suggestions.hpp"
#include "graphql/validation/scalars.hpp"

#include <algorithm>

namespace troupe::graphql::validation {

namespace {

using types::input;
using types::input_kind;

input of_json(const json::value& x, arena& memory) {
  input out;
  out.text = x.text;
  switch (x.kind) {
    case json::kind::null:
      break;
    case json::kind::boolean:
      out.kind = input_kind::boolean;
      out.boolean = x.boolean;
      break;
    case json::kind::integer:
      out.kind = input_kind::integer;
      out.integer = x.integer;
      out.real = x.real;
      break;
    case json::kind::real:
      out.kind = input_kind::real;
      out.real = x.real;
      break;
    case json::kind::string:
      out.kind = input_kind::string;
      break;
    case json::kind::list: {
      out.kind = input_kind::list;
      auto items = memory.make_array<input>(x.items.size());
      for (size_t i = 0; i < items.size(); ++i)
        items[i] = of_json(x.items[i], memory);
      out.items = items;
      break;
    }
    case json::kind::object: {
      out.kind = input_kind::object;
      auto fields = memory.make_array<types::input_field>(x.members.size());
      for (size_t i = 0; i < fields.size(); ++i)
        fields[i] = {x.members[i].key, of_json(x.members[i].value, memory)};
      out.fields = fields;
      break;
    }
  }
  return out;
}

/// Shows a value as GraphQL.js does: `{ a: 1, b: [2] }`, without what nests
/// deep or goes on for long.
void inspect(bytes& out, const json::value& x, size_t depth) {
  constexpr size_t deepest = 2;
  constexpr size_t most_items = 10;
  if (x.is_list() && !x.items.empty()) {
    if (depth >= deepest)
      return out.append("[Array]");
    out.push_back('[');
    for (size_t i = 0; i < std::min(x.items.size(), most_items); ++i) {
      if (i > 0)
        out.append(", ");
      inspect(out, x.items[i], depth + 1);
    }
    if (x.items.size() > most_items) {
      auto more = x.items.size() - most_items;
      out.append(", ... " + std::to_string(more)
                 + (more == 1 ? " more item" : " more items"));
    }
    return out.push_back(']');
  }
  if (x.is_object() && !x.members.empty()) {
    if (depth >= deepest)
      return out.append("[Object]");
    out.append("{ ");
    for (size_t i = 0; i < x.members.size(); ++i) {
      if (i > 0)
        out.append(", ");
      out.append(x.members[i].key);
      out.append(": ");
      inspect(out, x.members[i].value, depth + 1);
    }
    return out.append(" }");
  }
  json::write(out, x);
}

std::string printed(const json::value& x) {
  bytes out;
  inspect(out, x, 0);
  return std::string{out.view()};
}

/// Whether values of a type are bound parameters, or shape the statement.
bool leaf_like(const types::type& x) noexcept {
  return x.kind == types::kind::scalar
         || (x.kind == types::kind::enum_ && x.tag != types::structural_enum);
}

class variable_coercer {
public:
  variable_coercer(const types::schema& schema,
                   const language::document& document, arena& memory,
                   std::vector<error>& errors)
    : schema_(schema), document_(document), memory_(memory), errors_(errors) {
    // nop
  }

  types::variable_values run(const language::operation_definition& operation,
                             const conditional_variables& conditional,
                             const json::value* given) {
    types::variable_values out;
    auto entries = memory_.make_array<types::variable_values::entry>(
      operation.variables.size());
    for (size_t i = 0; i < entries.size(); ++i) {
      const auto& v = operation.variables[i];
      entries[i].name = v.name.text;
      variable(entries[i], v,
               given == nullptr ? nullptr : given->find(v.name.text));
    }
    if (!errors_.empty())
      return out;
    for (size_t i = 0; i < entries.size(); ++i)
      sign(entries[i], types_[i], conditional.contains(entries[i].name));
    out.entries = entries;
    out.leaves = memory_.copy(leaves_);
    out.signature = memory_.copy(signature_);
    return out;
  }

private:
  const types::type_ref* resolve(const language::type_reference& x) {
    types::type_ref out;
    out.kind = x.kind;
    if (x.kind == language::type_kind::named)
      out = types::type_ref{schema_.find(x.name.text)};
    else
      out.inner = resolve(*x.inner);
    return memory_.make<types::type_ref>(out);
  }

  void variable(types::variable_values::entry& entry,
                const language::variable_definition& v,
                const json::value* given) {
    const auto* type = types_.emplace_back(resolve(*v.type));
    at_ = v.at.begin;
    name_ = v.name.text;
    auto subject = "Variable \"$" + std::string{name_} + "\" of ";
    if (given == nullptr) {
      if (v.default_value != nullptr) {
        const auto* value =
          coerce_literal(*type, *v.default_value, {}, memory_);
        entry.provided = true;
        entry.value = *value;
      } else if (type->non_null()) {
        report(subject + "required type \"" + types::to_string(*type)
               + "\" was not provided.");
      }
      return;
    }
    if (given->is_null() && type->non_null())
      return report(subject + "non-null type \"" + types::to_string(*type)
                    + "\" must not be null.");
    entry.provided = true;
    path_.clear();
    entry.value = coerce(*type, *given);
  }

  void report(std::string message) {
    constexpr size_t most = 50;
    if (errors_.size() < most)
      errors_.push_back(
        {ec::bad_user_input, std::move(message), {document_.locate(at_)}});
    else if (errors_.size() == most)
      errors_.push_back({ec::bad_user_input,
                         "Too many errors processing variables, error limit "
                         "reached. Execution aborted.",
                         {}});
  }

  void invalid(const json::value& value, const std::string& why) {
    std::string at;
    if (!path_.empty())
      at = " at \"" + std::string{name_} + path_ + "\"";
    report("Variable \"$" + std::string{name_} + "\" got invalid value "
           + printed(value) + at + "; " + why);
  }

  input coerce(const types::type_ref& expected, const json::value& value) {
    if (value.is_null()) {
      if (expected.non_null())
        invalid(value, "Expected non-nullable type \""
                         + types::to_string(expected) + "\" not to be null.");
      return {};
    }
    const auto& type = expected.nullable();
    if (type.list())
      return list(*type.inner, value);
    switch (type.named()->kind) {
      case types::kind::input_object:
        return object(*type.named(), value);
      case types::kind::enum_:
        return enumeration(*type.named(), value);
      default:
        return scalar(*type.named(), value);
    }
  }

  input list(const types::type_ref& item, const json::value& value) {
    input out;
    out.kind = input_kind::list;
    auto single = !value.is_list();
    auto items = memory_.make_array<input>(single ? 1 : value.items.size());
    for (size_t i = 0; i < items.size(); ++i) {
      auto size = path_.size();
      if (!single)
        path_ += "[" + std::to_string(i) + "]";
      items[i] = coerce(item, single ? value : value.items[i]);
      path_.resize(size);
    }
    out.items = items;
    return out;
  }

  input object(const types::type& type, const json::value& value) {
    input out;
    if (!value.is_object()) {
      invalid(value, "Expected type \"" + std::string{type.name}
                       + "\" to be an object.");
      return out;
    }
    out.kind = input_kind::object;
    std::vector<types::input_field> fields;
    for (const auto& m : value.members) {
      const auto* known = type.find_input_field(m.key);
      if (known == nullptr) {
        unknown_field(type, value, m.key);
        continue;
      }
      if (value.find(m.key) != &m.value)
        continue; // the last of repeated keys counts
      auto size = path_.size();
      path_ += "." + std::string{m.key};
      fields.push_back({known->name, coerce(*known->type, m.value)});
      path_.resize(size);
    }
    for (const auto& known : type.input_fields) {
      if (value.find(known.name) != nullptr)
        continue;
      if (known.default_value != nullptr)
        fields.push_back(
          {known.name,
           *coerce_literal(*known.type, *known.default_value, {}, memory_)});
      else if (known.type->non_null())
        invalid(value,
                "Field \"" + std::string{known.name} + "\" of required type \""
                  + types::to_string(*known.type) + "\" was not provided.");
    }
    if (type.one_of && (fields.size() != 1 || fields[0].value.is_null()))
      invalid(value, "Exactly one key must be specified for OneOf type \""
                       + std::string{type.name} + "\".");
    out.fields = memory_.copy(fields);
    return out;
  }

  void unknown_field(const types::type& type, const json::value& value,
                     std::string_view key) {
    std::vector<std::string_view> names;
    for (const auto& x : type.input_fields)
      names.push_back(x.name);
    invalid(value, "Field \"" + std::string{key}
                     + "\" is not defined by type \"" + std::string{type.name}
                     + "\"." + did_you_mean(suggestions(key, names)));
  }

  input enumeration(const types::type& type, const json::value& value) {
    auto out = of_json(value, memory_);
    out.kind = input_kind::enum_value;
    if (!value.is_string()) {
      invalid(value, "Enum \"" + std::string{type.name}
                       + "\" cannot represent non-string value: "
                       + printed(value) + ".");
      return out;
    }
    if (type.find_value(value.text) == nullptr) {
      std::vector<std::string_view> names;
      for (const auto& x : type.values)
        names.push_back(x.name);
      auto hint = did_you_mean(suggestions(value.text, names));
      if (!hint.empty())
        hint.replace(0, 13, " Did you mean the enum value");
      invalid(value, "Value \"" + std::string{value.text}
                       + "\" does not exist in \"" + std::string{type.name}
                       + "\" enum." + hint);
    }
    return out;
  }

  input scalar(const types::type& type, const json::value& value) {
    auto out = of_json(value, memory_);
    auto why = scalar_problem(type, out);
    if (!why.empty()) {
      if (why.ends_with(": "))
        why += printed(value);
      invalid(value, why);
    }
    // A whole number written as 1.0 is one.
    if (type.scalar == types::scalar_kind::int_
        && out.kind == input_kind::real) {
      out.kind = input_kind::integer;
      out.integer = static_cast<int64_t>(out.real);
    }
    return out;
  }

  // -- signature --------------------------------------------------------------

  void sign(types::variable_values::entry& entry, const types::type_ref* type,
            bool conditional) {
    if (!entry.provided) {
      signature_ += '_';
      return;
    }
    if (conditional && entry.value.kind == input_kind::boolean) {
      signature_ += entry.value.boolean ? 't' : 'f';
      return;
    }
    sign(entry.value, *type);
  }

  void leaf(input& value, char mark) {
    signature_ += mark;
    value.leaf = static_cast<int32_t>(leaves_.size());
    leaves_.push_back(&value);
  }

  void sign(input& value, const types::type_ref& expected) {
    if (value.is_null()) {
      signature_ += 'n';
      return;
    }
    const auto& type = expected.nullable();
    const auto& core = type.core();
    if (type.list()) {
      if (leaf_like(core))
        return leaf(value, 'l');
      signature_ += '[';
      for (const auto& x : value.items)
        sign(const_cast<input&>(x), *type.inner);
      signature_ += ']';
      return;
    }
    if (leaf_like(core))
      return leaf(value, 'v');
    if (core.kind == types::kind::enum_) {
      signature_ += '=';
      signature_ += value.text;
      signature_ += ';';
      return;
    }
    signature_ += '{';
    for (const auto& x : value.fields) {
      signature_ += x.name;
      signature_ += ':';
      const auto* known = core.find_input_field(x.name);
      if (known->tag == types::structural_text
          && x.value.kind == input_kind::boolean)
        signature_ += x.value.boolean ? 't' : 'f';
      else if (known->tag == types::structural_text && !x.value.is_null())
        signature_ += '"' + std::to_string(x.value.text.size()) + ':'
                      + std::string{x.value.text};
      else
        sign(const_cast<input&>(x.value), *known->type);
    }
    signature_ += '}';
  }

  const types::schema& schema_;
  const language::document& document_;
  arena& memory_;
  std::vector<error>& errors_;
  std::vector<const types::type_ref*> types_;
  std::vector<const input*> leaves_;
  std::string signature_;
  std::string path_;
  std::string_view name_;
  uint32_t at_ = 0;
};

void find_conditional(const language::selection_set& set,
                      conditional_variables& out) {
  for (const auto& x : set.items) {
    for (const auto& d : x.directives)
      if (d.name.text == "skip" || d.name.text == "include"
          || d.name.text == "defer" || d.name.text == "stream")
        for (const auto& a : d.arguments)
          if (a.name.text == "if"
              && a.value.kind == language::value_kind::variable)
            out.insert(a.value.text);
    find_conditional(x.selections, out);
  }
}

} // namespace

conditional_variables
find_conditional_variables(const language::document& document) {
  conditional_variables out;
  for (const auto& x : document.definitions) {
    if (x.operation != nullptr)
      find_conditional(x.operation->selections, out);
    if (x.fragment != nullptr)
      find_conditional(x.fragment->selections, out);
  }
  return out;
}

types::variable_values coerce_variables(
  const types::schema& schema, const language::document& document,
  const language::operation_definition& operation,
  const conditional_variables& conditional, const json::value* given,
  arena& memory, std::vector<error>& errors) {
  if (given != nullptr && !given->is_object() && !given->is_null()) {
    errors.push_back(
      {ec::bad_request, "Variables must be provided as an Object.", {}});
    return {};
  }
  return variable_coercer{schema, document, memory, errors}.run(
    operation, conditional, given);
}

} // namespace troupe::graphql::validation
