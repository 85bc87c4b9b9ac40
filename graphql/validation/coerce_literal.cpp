#include "graphql/validation/coerce.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::graphql::validation {

namespace {

using types::input;
using types::input_kind;

/// A literal as it stands, for a leaf.
input of_literal(const language::value& x, arena& memory) {
  input out;
  out.text = x.text;
  switch (x.kind) {
    case language::value_kind::integer: {
      const auto* end = x.text.data() + x.text.size();
      auto parsed = std::from_chars(x.text.data(), end, out.integer);
      out.kind =
        parsed.ec == std::errc{} ? input_kind::integer : input_kind::real;
      std::from_chars(x.text.data(), end, out.real);
      break;
    }
    case language::value_kind::real:
      out.kind = input_kind::real;
      std::from_chars(x.text.data(), x.text.data() + x.text.size(), out.real);
      break;
    case language::value_kind::string:
      out.kind = input_kind::string;
      break;
    case language::value_kind::boolean:
      out.kind = input_kind::boolean;
      out.boolean = x.text == "true";
      break;
    case language::value_kind::enum_value:
      out.kind = input_kind::enum_value;
      break;
    case language::value_kind::list: {
      out.kind = input_kind::list;
      auto items = memory.make_array<input>(x.items.size());
      for (size_t i = 0; i < items.size(); ++i)
        items[i] = of_literal(x.items[i], memory);
      out.items = items;
      break;
    }
    case language::value_kind::object: {
      out.kind = input_kind::object;
      auto fields = memory.make_array<types::input_field>(x.fields.size());
      for (size_t i = 0; i < fields.size(); ++i)
        fields[i] = {x.fields[i].name.text,
                     of_literal(x.fields[i].value, memory)};
      out.fields = fields;
      break;
    }
    default:
      break;
  }
  return out;
}

input list(const types::type_ref& item, const language::value& literal,
           const types::variable_values& variables, arena& memory) {
  input out;
  out.kind = input_kind::list;
  auto single = literal.kind != language::value_kind::list;
  auto items = memory.make_array<input>(single ? 1 : literal.items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    const auto* x = coerce_literal(item, single ? literal : literal.items[i],
                                   variables, memory);
    if (x != nullptr)
      items[i] = *x;
  }
  out.items = items;
  return out;
}

input object(const types::type& type, const language::value& literal,
             const types::variable_values& variables, arena& memory) {
  input out;
  out.kind = input_kind::object;
  std::vector<types::input_field> fields;
  auto put = [&](const types::input_value& known, const input* value) {
    if (value != nullptr)
      fields.push_back({known.name, *value});
    else if (known.default_value != nullptr)
      fields.push_back(
        {known.name, *coerce_literal(*known.type, *known.default_value,
                                     variables, memory)});
  };
  for (const auto& x : literal.fields)
    if (const auto* known = type.find_input_field(x.name.text))
      put(*known, coerce_literal(*known->type, x.value, variables, memory));
  for (const auto& known : type.input_fields) {
    bool given = std::ranges::any_of(
      literal.fields, [&](const auto& x) { return x.name.text == known.name; });
    if (!given)
      put(known, nullptr);
  }
  out.fields = memory.copy(fields);
  return out;
}

} // namespace

const input* coerce_literal(const types::type_ref& expected,
                            const language::value& literal,
                            const types::variable_values& variables,
                            arena& memory) {
  if (literal.kind == language::value_kind::variable) {
    const auto* entry = variables.find(literal.text);
    return entry == nullptr || !entry->provided ? nullptr : &entry->value;
  }
  if (literal.kind == language::value_kind::null)
    return memory.make<input>();
  const auto& type = expected.nullable();
  if (type.list())
    return memory.make<input>(list(*type.inner, literal, variables, memory));
  if (type.named()->kind == types::kind::input_object)
    return memory.make<input>(
      object(*type.named(), literal, variables, memory));
  return memory.make<input>(of_literal(literal, memory));
}

} // namespace troupe::graphql::validation
